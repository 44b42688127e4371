using Panoptes.Foundation;

namespace Panoptes.Data.Configuration;

/// <summary>
/// Objects of a batch are pasted into its images, with their masks and classes (copy-paste, Ghiasi et al. 2021, as CUPS has it:
/// cups/augmentation.py, with its published values as defaults).
/// </summary>
public sealed record CopyPasteConfig
{
    /// <summary>The most objects pasted into an image; 1 to this many are drawn, with replacement.</summary>
    public int MaxObjects { get; init; } = 8;

    /// <summary>An object is copied whose box has more than this many pixels on both sides.</summary>
    public int MinBox { get; init; } = 32;

    /// <summary>The [least, largest] factor on an object's size.</summary>
    public IReadOnlyList<double> Scale { get; init; } = [0.25, 1.5];

    /// <summary>Probability that an object is flipped horizontally.</summary>
    public double Flip { get; init; } = 0.5;

    /// <summary>Checks every value.</summary>
    /// <param name="key">The key of this record: <c>augmentation.copy_paste</c>.</param>
    /// <exception cref="InputException">A value is out of range; named with its key.</exception>
    internal void Check(string key)
    {
        Require.Within($"{key}.max_objects", MaxObjects, 1, 1000);
        Require.Within($"{key}.min_box", MinBox, 0, 65536);
        Require.That(
            Scale is [> 0 and <= 64, > 0 and <= 64] && Scale[0] <= Scale[1], $"{key}.scale", $"[{string.Join(", ", Scale)}]",
            "[least, largest], each above 0 and at most 64");
        Require.Within($"{key}.flip", Flip, 0, 1);
    }
}
