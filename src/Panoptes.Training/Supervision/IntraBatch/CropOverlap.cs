using Panoptes.Data.Loading;

namespace Panoptes.Training.Supervision.IntraBatch;

/// <summary>Whether two samples of a batch show the same part of one photograph.</summary>
internal static class CropOverlap
{
    /// <summary>True where they are of one image and their crops overlap in it.</summary>
    public static bool IsThere(SampleInfo one, SampleInfo other)
    {
        if (one.Files.Image != other.Files.Image)
        {
            return false;
        }

        var (a, b) = (SeenRegion(one), SeenRegion(other));
        return a.Left < b.Right && b.Left < a.Right && a.Top < b.Bottom && b.Top < a.Bottom;
    }

    // In pixels of the photograph.
    private static (double Left, double Top, double Right, double Bottom) SeenRegion(SampleInfo sample)
    {
        var content = sample.Geometry.Content;
        var (x0, y0) = sample.Geometry.ToSource(content.Left, content.Top);
        var (x1, y1) = sample.Geometry.ToSource(content.Right, content.Bottom);
        return (Math.Min(x0, x1), Math.Min(y0, y1), Math.Max(x0, x1), Math.Max(y0, y1));
    }
}
