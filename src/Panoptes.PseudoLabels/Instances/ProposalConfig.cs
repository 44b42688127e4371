using Panoptes.Foundation;

namespace Panoptes.PseudoLabels.Instances;

/// <summary>Which of many overlapping object proposals are kept, and how they are painted (spec 4.1, step 4).</summary>
public sealed record ProposalConfig
{
    /// <summary>Proposals of a lower score are dropped, 0 to 1; after overlaps have lowered it. Those without scores have 1.</summary>
    public double MinScore { get; init; } = 0.6;

    /// <summary>
    /// How much overlap with a better proposal lowers a score: exp(-sigma (IoU^2 - the better one's own^2)); 0: not at all.
    /// </summary>
    public double Sigma { get; init; } = 2;

    /// <summary>Whether holes in a proposal become part of it.</summary>
    public bool FillHoles { get; init; } = true;

    /// <summary>Whether larger proposals are painted over smaller ones, as CUPS does, rather than below them.</summary>
    public bool LargerOnTop { get; init; } = true;

    /// <summary>The fewest pixels of an instance once all are painted.</summary>
    public int MinPixels { get; init; } = 64;

    /// <summary>The largest part of an image that an instance may cover, above 0, at most 1.</summary>
    public double MaxShare { get; init; } = 1;

    /// <summary>Checks every value.</summary>
    /// <param name="name">Where the settings stand, such as <c>instances.proposals</c>.</param>
    /// <exception cref="InputException">A value is out of range.</exception>
    public void Check(string name)
    {
        Require.Within($"{name}.min_score", MinScore, 0, 1);
        Require.AtLeast($"{name}.sigma", Sigma, 0);
        Require.AtLeast($"{name}.min_pixels", MinPixels, 1);
        Require.That(MaxShare is > 0 and <= 1, $"{name}.max_share", MaxShare, "above 0, at most 1");
    }
}
