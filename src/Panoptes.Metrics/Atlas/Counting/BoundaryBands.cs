namespace Panoptes.Metrics.Atlas.Counting;

/// <summary>Bands of pixels by their distance to the truth's boundary.</summary>
public static class BoundaryBands
{
    /// <summary>The largest distance of each band in pixels; the last one has no end.</summary>
    public static IReadOnlyList<int> Limits { get; } = [1, 2, 4, 8, 16, 32, 64, int.MaxValue];

    /// <summary>The name of a band, such as <c>3-4</c>.</summary>
    public static string Name(int band)
    {
        var first = band == 0 ? 1 : Limits[band - 1] + 1;
        return Limits[band] == int.MaxValue ? $"{first} and more" : Limits[band] == first ? $"{first}" : $"{first}-{Limits[band]}";
    }

    /// <summary>By distance 0 to 255 its band.</summary>
    internal static byte[] ByDistance { get; } =
        [.. Enumerable.Range(0, 256).Select(distance => (byte)Enumerable.Range(0, Limits.Count).First(band => distance <= Limits[band]))];
}
