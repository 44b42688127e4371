namespace Panoptes.Metrics.Atlas.Counting;

/// <summary>An image among the worst or the best.</summary>
/// <param name="Index">Its place.</param>
/// <param name="Name">Its name.</param>
/// <param name="Quality">How good it is, 0 to 1.</param>
/// <param name="Errors">Errors in it.</param>
public sealed record AtlasImage(int Index, string Name, double Quality, int Errors)
{
    /// <summary>The lowest quality first, the others by place.</summary>
    public static int Worse(AtlasImage a, AtlasImage b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return a.Quality.CompareTo(b.Quality) is var byQuality and not 0 ? byQuality : a.Index.CompareTo(b.Index);
    }

    /// <summary>The highest quality first, the others by place.</summary>
    public static int Better(AtlasImage a, AtlasImage b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return b.Quality.CompareTo(a.Quality) is var byQuality and not 0 ? byQuality : a.Index.CompareTo(b.Index);
    }
}
