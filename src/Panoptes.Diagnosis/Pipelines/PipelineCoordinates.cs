using Panoptes.Data.Samples;
using Panoptes.Diagnosis.Coordinates;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;

namespace Panoptes.Diagnosis.Pipelines;

/// <summary>Sends coordinates through the training pipeline in place of an image and its labels.</summary>
public static class PipelineCoordinates
{
    /// <summary>What the interior output pixels of a sample show, by the pipeline's own pixels.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="image">Width and height of the image in pixels.</param>
    /// <param name="labels">Width and height of its labels in pixels.</param>
    /// <param name="place">The sample's place in the stream.</param>
    /// <returns>The pairs, and output pixels a native pixel, or label pixels where those are fewer.</returns>
    /// <exception cref="Foundation.InputException">The labels do not have the image's aspect ratio.</exception>
    public static (IReadOnlyList<CoordinatePair> Pairs, double Scale) Of(
        FrozenPipeline pipeline, (int Width, int Height) image, (int Width, int Height) labels, int place)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        var (geometry, across, labelsAcross) = Along(pipeline, image, labels, place, isAcross: true);
        var (_, down, labelsDown) = Along(pipeline, image, labels, place, isAcross: false);
        var pairs = new List<CoordinatePair>();
        var content = geometry.Content;
        for (var y = content.Top + 1; y < content.Bottom - 1; y++)
        {
            for (var x = content.Left + 1; x < content.Right - 1; x++)
            {
                var i = (y * geometry.Width) + x;
                if (IsInside(geometry, x, y))
                {
                    pairs.Add(new CoordinatePair(across[i], down[i], labelsAcross[i], labelsDown[i]));
                }
            }
        }

        // Labels of fewer pixels than the image are no finer than their own.
        return (pairs, Math.Min(1 / Math.Sqrt(geometry.ScaleX * geometry.ScaleY), (double)labels.Width / image.Width));
    }

    private static (Geometry Geometry, double[] Image, double[] Labels) Along(
        FrozenPipeline pipeline, (int Width, int Height) image, (int Width, int Height) labels, int place, bool isAcross)
    {
        var (length, stored) = isAcross ? (image.Width, labels.Width) : (image.Height, labels.Height);
        var coded = new CoordinateImage(length);
        var ids = new Plane<ushort>(labels.Width, labels.Height);
        for (var i = 0; i < ids.Pixels.Length; i++)
        {
            ids.Pixels[i] = (ushort)(isAcross ? i % labels.Width : i / labels.Width);
        }

        var output = pipeline.Send(
            coded.Draw(image.Width, image.Height, isAcross), new StoredLabels("coordinates", ids, RegionTable.Of(stored)), place);
        var red = output.Plane(0);
        var green = output.Plane(1);
        var blue = output.Plane(2);
        var (colors, places) = (new double[red.Length], new double[red.Length]);
        for (var i = 0; i < red.Length; i++)
        {
            colors[i] = coded.Read(red[i], green[i], blue[i]);
            places[i] = (output.Labels[i] + 0.5) * length / stored;
        }

        return (output.Geometry, colors, places);
    }

    // Near the source's border the image is a blend with its repetition.
    private static bool IsInside(Geometry geometry, int x, int y)
    {
        var (sx, sy) = geometry.ToSource(x + 0.5, y + 0.5);
        var (marginX, marginY) = (Math.Max(1, geometry.ScaleX), Math.Max(1, geometry.ScaleY));
        return sx >= marginX && sy >= marginY && sx <= geometry.SourceWidth - marginX && sy <= geometry.SourceHeight - marginY;
    }
}
