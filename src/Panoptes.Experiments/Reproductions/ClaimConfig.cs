using Panoptes.Foundation;

namespace Panoptes.Experiments.Reproductions;

/// <summary>A claim: a number of one way is above, or below, that of another, so many times that, or a bound.</summary>
public sealed record ClaimConfig
{
    /// <summary>It in words, such as <c>Crops raise PQ</c>.</summary>
    public string Text { get; init; } = "";

    /// <summary>The way that is claimed to be above or below.</summary>
    public string Arm { get; init; } = "";

    /// <summary>The way that it is compared with; empty where there is a <see cref="Bound"/>.</summary>
    public string Against { get; init; } = "";

    /// <summary>The number, by name.</summary>
    public string Metric { get; init; } = "";

    /// <summary>Whether it is claimed to be above; else below.</summary>
    public bool Above { get; init; } = true;

    /// <summary>How many times the other's number it is claimed to be at least, or where below at most; null for a difference.</summary>
    public double? Ratio { get; init; }

    /// <summary>What it is claimed to be at least, or where below at most, instead of another way's number; null for none.</summary>
    public double? Bound { get; init; }

    /// <summary>
    /// When: the first evaluation while training at or after this share of the steps, above 0 and at most 1; null for the number that is
    /// measured at the end on the plan's split.
    /// </summary>
    public double? At { get; init; }

    /// <summary>Whether it is claimed of every evaluation while training.</summary>
    public bool Always { get; init; }

    /// <summary>Whether it speaks of evaluations while training.</summary>
    internal bool IsOfCourse => At is not null || Always;

    /// <summary>Checks it.</summary>
    /// <exception cref="InputException">Settings contradict each other.</exception>
    internal void Check()
    {
        Require.That(
            Bound is null == (Against.Length > 0), "claims.against", Against.Length > 0 ? $"{Against} beside a bound" : "nothing",
            "another way, or a bound, one of the two", $"correct the claim '{Text}'");
        Require.That(Ratio is null || Bound is null, "claims.ratio", Ratio, "none beside a bound", $"correct the claim '{Text}'");
        Require.That(Ratio is null or > 0, "claims.ratio", Ratio, "above 0", $"correct the claim '{Text}'");
        Require.That(At is null or (> 0 and <= 1), "claims.at", At, "above 0, at most 1", $"correct the claim '{Text}'");
        Require.That(At is null || !Always, "claims.at", At, "none beside always", $"correct the claim '{Text}'");
    }
}
