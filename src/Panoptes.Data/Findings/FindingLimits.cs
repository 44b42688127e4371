using Panoptes.Data.Copies;
using Panoptes.Foundation;

namespace Panoptes.Data.Findings;

/// <summary>What counts as a finding.</summary>
public sealed record FindingLimits
{
    /// <summary>In how many of 128 bits two pictures' hashes may differ to be near copies, 0 to 16.</summary>
    public int NearBits { get; init; } = 8;

    /// <summary>From which share of void on labels have much of it, above 0, at most 1.</summary>
    public double Void { get; init; } = 0.5;

    /// <summary>From which share of labeled pixels on a model disagrees with a sample, above 0, at most 1.</summary>
    public double Disagreement { get; init; } = 0.2;

    /// <summary>Checks ranges.</summary>
    /// <exception cref="InputException">A limit is out of range.</exception>
    public void Validate()
    {
        Require.Within("--near", NearBits, 0, CopyFinder.MostBits);
        Require.That(Void is > 0 and <= 1, "--void", Void, "a share above 0, at most 1");
        Require.That(Disagreement is > 0 and <= 1, "--disagree", Disagreement, "a share above 0, at most 1");
    }
}
