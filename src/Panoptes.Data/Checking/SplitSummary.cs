namespace Panoptes.Data.Checking;

/// <summary>What one split holds.</summary>
/// <param name="Split">Its name.</param>
/// <param name="Format">Format and version.</param>
/// <param name="Samples">Its samples.</param>
/// <param name="ImageSizes">How many images have each size, <c>WxH</c>.</param>
/// <param name="Classes">Class names by train id.</param>
/// <param name="Pixels">Labeled pixels by train id.</param>
/// <param name="Images">Images a class occurs in, by train id.</param>
/// <param name="VoidPixels">Ignored pixels.</param>
/// <param name="Notes">What the reader found out rather than was told.</param>
public sealed record SplitSummary(
    string Split,
    string Format,
    int Samples,
    IReadOnlyDictionary<string, int> ImageSizes,
    IReadOnlyList<string> Classes,
    IReadOnlyList<long> Pixels,
    IReadOnlyList<int> Images,
    long VoidPixels,
    IReadOnlyList<string> Notes)
{
    /// <summary>Share of void among all label pixels, 0 to 1.</summary>
    public double VoidShare => VoidPixels + Pixels.Sum() is > 0 and var total ? (double)VoidPixels / total : 0;
}
