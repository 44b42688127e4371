using Panoptes.Diagnosis.Edges;
using Panoptes.Diagnosis.Placements;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Diagnosis.Content;

/// <summary>A sample made ready: the image's edges, with its labels' boundary points over them.</summary>
public sealed class ProbeImage
{
    // Images with a longer side are looked at in this size: shifts are found to half a pixel of it.
    private const int LongSide = 1024;
    private const int MostPoints = 1500;

    private ProbeImage(ProbeSample sample, PlacedPoints placed, BoundaryPoints points, double reduction) =>
        (Name, Place, Labels, Placed, Points, Reduction) = (sample.Name, sample.Place, sample.Labels, placed, points, reduction);

    /// <summary>The sample's name.</summary>
    public string Name { get; }

    /// <summary>Its place in its data set.</summary>
    public int Place { get; }

    /// <summary>Its labels.</summary>
    public LabelMap Labels { get; }

    /// <summary>The boundary points of its labels.</summary>
    public BoundaryPoints Points { get; }

    /// <summary>The points over the image's edges.</summary>
    public PlacedPoints Placed { get; }

    /// <summary>Pixels of the image file that one pixel looked at spans; 1 where it is looked at as it is.</summary>
    public double Reduction { get; }

    /// <summary>Makes samples ready, several at a time.</summary>
    /// <param name="count">How many.</param>
    /// <param name="read">Reads one; called by several threads.</param>
    /// <returns>Those whose labels have a boundary, in order.</returns>
    public static IReadOnlyList<ProbeImage> Make(int count, Func<int, ProbeSample> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var images = new ProbeImage[count];
        Parallel.For(0, count, i => images[i] = Of(read(i)));
        return [.. images.Where(image => image.Points.Count > 0)];
    }

    private static ProbeImage Of(ProbeSample sample)
    {
        var (image, reduction) = Reduced(sample.Image);
        var points = BoundaryPoints.Of(sample.Labels, MostPoints);
        return new ProbeImage(sample, new PlacedPoints(EdgeEnergy.Of(image), points), points, reduction);
    }

    private static (RgbImage Image, double Reduction) Reduced(RgbImage image)
    {
        var reduction = (double)Math.Max(image.Width, image.Height) / LongSide;
        return reduction <= 1 ? (image, 1) : (Resampler.Color(image, Geometry.Identity(image.Width, image.Height).Resize(
            Math.Max(1, (int)Math.Round(image.Width / reduction)), Math.Max(1, (int)Math.Round(image.Height / reduction)))), reduction);
    }
}
