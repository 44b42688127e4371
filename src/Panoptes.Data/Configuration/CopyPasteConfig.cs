using Panoptes.Foundation;

namespace Panoptes.Data.Configuration;

/// <summary>
/// Objects of a batch are pasted into its images, with their masks and classes (copy-paste, Ghiasi et al. 2021, as CUPS has it:
/// cups/augmentation.py, with its published values as defaults).
/// </summary>
public sealed record CopyPasteConfig
{
    /// <summary>Where the objects come from: <c>labels</c> or <c>predictions</c>.</summary>
    public CopyPasteSource Source { get; init; } = CopyPasteSource.Labels;

    /// <summary>The most objects pasted into an image; 1 to this many are drawn, with replacement.</summary>
    public int MaxObjects { get; init; } = 8;

    /// <summary>An object is copied whose box has more than this many pixels on both sides.</summary>
    public int MinBox { get; init; } = 32;

    /// <summary>The [least, largest] factor on an object's size.</summary>
    public IReadOnlyList<double> Scale { get; init; } = [0.25, 1.5];

    /// <summary>Probability that an object is flipped horizontally.</summary>
    public double Flip { get; init; } = 0.5;

    /// <summary>Of <c>predictions</c>: the steps in which labeled objects are pasted, before the network's own are.</summary>
    public long StartupSteps { get; init; } = 500;

    /// <summary>Of <c>predictions</c>: how sure the network must be of an object, which must be surer than this; 0 to 1.</summary>
    public double MinScore { get; init; } = 0.75;

    /// <summary>
    /// Of <c>predictions</c>: an object is new, and copied, whose box has an intersection over union below this with the box of every
    /// labeled object of its image.
    /// </summary>
    public double NewBelow { get; init; } = 0.5;

    /// <summary>Of <c>predictions</c>: the most objects of an image that are looked at, the surest.</summary>
    public int MaxDetections { get; init; } = 100;

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
        Require.AtLeast($"{key}.startup_steps", StartupSteps, 0);
        Require.Within($"{key}.min_score", MinScore, 0, 1);
        Require.Within($"{key}.new_below", NewBelow, 0, 1);
        Require.Within($"{key}.max_detections", MaxDetections, 1, 10000);
    }
}
