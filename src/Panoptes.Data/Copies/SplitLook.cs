namespace Panoptes.Data.Copies;

/// <summary>The pictures of one split that have one hash.</summary>
/// <param name="split">The split.</param>
/// <param name="first">The first picture.</param>
internal sealed class SplitLook(int split, int first)
{
    /// <summary>The split.</summary>
    public int Split => split;

    /// <summary>The first picture.</summary>
    public int First => first;

    /// <summary>The second picture; -1 where there is one alone.</summary>
    public int Second { get; set; } = -1;

    /// <summary>The nearest picture with another hash, of the same split.</summary>
    public Copy? Here { get; private set; }

    /// <summary>The nearest picture of another split.</summary>
    public Copy? Elsewhere { get; private set; }

    /// <summary>Takes a picture into account.</summary>
    public void Meet(SplitLook other, int distance)
    {
        if (other.Split == split)
        {
            Here = Nearer(Here, other.First, distance);
        }
        else
        {
            Elsewhere = Nearer(Elsewhere, other.First, distance);
        }
    }

    private static Copy Nearer(Copy? known, int picture, int distance) =>
        known is { } copy && (copy.Distance, copy.Picture).CompareTo((distance, picture)) <= 0 ? copy : new Copy(picture, distance);
}
