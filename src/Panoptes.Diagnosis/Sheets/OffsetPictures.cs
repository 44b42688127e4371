using Panoptes.Data.Samples;
using Panoptes.Diagnosis.Labels;
using Panoptes.Diagnosis.Offsets;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Drawing;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Diagnosis.Sheets;

/// <summary>
/// Draws the map of offsets: the image with its label boundaries, and at every object's center an arrow to where it fits, four times as
/// long as it is far. Red arrows are sure, gray ones are not; a green dot fits where it is.
/// </summary>
public static class OffsetPictures
{
    private const int Longer = 4;
    private static readonly Rgb Sure = new(255, 50, 50);
    private static readonly Rgb Unsure = new(170, 170, 170);
    private static readonly Rgb Fits = new(70, 230, 90);

    /// <summary>Draws samples.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="places">The place in the data set of each sample that offsets count.</param>
    /// <param name="offsets">The offsets.</param>
    /// <param name="count">How many samples, those with the most sure shifts first.</param>
    public static IReadOnlyList<DoctorPicture> Draw(
        IDataset dataset, IReadOnlyList<int> places, IReadOnlyList<RegionOffset> offsets, int count)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(places);
        var byImage = offsets.ToLookup(offset => offset.Image);
        return
        [
            .. Enumerable.Range(0, places.Count).OrderByDescending(i => byImage[i].Count(offset => offset.IsShifted)).Take(count)
                .Select(i => Draw(dataset, places[i], [.. byImage[i]])),
        ];
    }

    private static DoctorPicture Draw(IDataset dataset, int place, IReadOnlyList<RegionOffset> offsets)
    {
        var image = dataset.Load(place, SampleParts.Image).Image;
        var labels = SampleLabels.Of(dataset.Load(place, SampleLabels.Parts & dataset.Available), dataset.Classes);
        var picture = new RgbImage(image.Width, image.Height);
        var stretched = Geometry.Identity(labels.Width, labels.Height).Resize(image.Width, image.Height);
        Boundaries.Draw(picture, Resampler.Ids(labels.Regions, stretched, -1), new Rgb(255, 235, 60), BoundaryLine.Thin);
        foreach (var offset in offsets)
        {
            var (x, y) = (offset.X * image.Width, offset.Y * image.Height);
            var color = offset.IsShifted ? Sure : offset.IsFar ? Unsure : Fits;
            Line(picture, x, y, x + (Longer * offset.Placement.Dx), y + (Longer * offset.Placement.Dy), color);
            Shapes.Fill(picture, (int)x - 1, (int)y - 1, 3, 3, color);
        }

        return new DoctorPicture(
            dataset.Files(place).Name, $"{offsets.Count(offset => offset.IsShifted)} of {offsets.Count} labels lie elsewhere for sure",
            "image", image, [new DoctorLayer("offsets", ColorLayer.Of(picture).Encode(), HasClasses: false)]);
    }

    private static void Line(RgbImage image, double x0, double y0, double x1, double y1, Rgb color)
    {
        var steps = (int)Math.Max(1, Math.Max(Math.Abs(x1 - x0), Math.Abs(y1 - y0)));
        for (var k = 0; k <= steps; k++)
        {
            Shapes.Fill(image, (int)(x0 + ((x1 - x0) * k / steps)), (int)(y0 + ((y1 - y0) * k / steps)), 1, 1, color);
        }
    }
}
