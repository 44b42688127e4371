using Panoptes.Data.Loading;

namespace Panoptes.Training.Supervision.IntraBatch;

/// <summary>The part of a photograph that an image of a batch shows, in pixels of the photograph.</summary>
/// <param name="Photograph">The photograph's file.</param>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Right">Behind the last column.</param>
/// <param name="Bottom">Behind the last row.</param>
/// <param name="Pair">The pair that it was drawn in; null where it was drawn alone.</param>
internal sealed record SeenImage(string Photograph, double Left, double Top, double Right, double Bottom, long? Pair)
{
    /// <summary>What a sample shows.</summary>
    public static SeenImage Of(SampleInfo sample)
    {
        var content = sample.Geometry.Content;
        var (x0, y0) = sample.Geometry.ToSource(content.Left, content.Top);
        var (x1, y1) = sample.Geometry.ToSource(content.Right, content.Bottom);
        return new SeenImage(
            sample.Files.Image, Math.Min(x0, x1), Math.Min(y0, y1), Math.Max(x0, x1), Math.Max(y0, y1), sample.Target?.Pair);
    }

    /// <summary>Whether both show a part of one photograph.</summary>
    public bool Overlaps(SeenImage other) =>
        Photograph == other.Photograph && Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
}
