using Panoptes.Metrics.Intervals;

namespace Panoptes.Experiments.Reproductions;

/// <summary>How a claim fared on one network.</summary>
public enum Verdict
{
    /// <summary>Cells are missing.</summary>
    Open,

    /// <summary>
    /// The difference has the claimed sign, and its interval over the seeds leaves out 0; a ratio or a bound holds with every one of
    /// several seeds.
    /// </summary>
    Shown,

    /// <summary>
    /// The difference has the claimed sign, but the seeds alone could make it; a ratio or a bound holds in the mean, but not with every
    /// seed, or there is one seed only.
    /// </summary>
    Leaning,

    /// <summary>The difference has not the claimed sign, or the ratio or bound does not hold in the mean.</summary>
    NotShown,
}

/// <summary>What the cells of one network say of one claim.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Network">The network.</param>
/// <param name="Against">Mean over the seeds of the way compared with, or the bound; NaN where no seed has both.</param>
/// <param name="Arm">Mean over the seeds of the way that is claimed to differ.</param>
/// <param name="Difference">Their paired difference.</param>
/// <param name="Verdict">What follows.</param>
public sealed record ClaimResult(
    ClaimConfig Claim, NetworkConfig Network, double Against, double Arm, PairedDifference Difference, Verdict Verdict)
{
    /// <summary>Compares the cells of a network.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="network">The network.</param>
    /// <param name="seeds">All seeds that are to be there.</param>
    /// <param name="cells">The cells that are there.</param>
    public static ClaimResult Of(ClaimConfig claim, NetworkConfig network, IReadOnlyList<long> seeds, IReadOnlyList<CellResult> cells)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(network);
        double[] Values(string arm) => [.. seeds.Select(seed =>
            cells.FirstOrDefault(cell => cell.Network == network.Name && cell.Arm == arm && cell.Seed == seed)?.Of(claim) ?? double.NaN)];
        var arm = Values(claim.Arm);
        var against = claim.Bound is { } bound ? [.. seeds.Select(_ => bound)] : Values(claim.Against);
        var difference = PairedDifference.Of(against, arm);
        var pairs = against.Zip(arm).Where(pair => double.IsFinite(pair.First) && double.IsFinite(pair.Second)).ToArray();
        var verdict = difference.Pairs < seeds.Count ? Verdict.Open : claim.Ratio is null && claim.Bound is null
            ? OfDifference(claim, difference) : OfEach(claim, pairs);
        return new ClaimResult(
            claim, network, pairs.Select(pair => pair.First).DefaultIfEmpty(double.NaN).Average(),
            pairs.Select(pair => pair.Second).DefaultIfEmpty(double.NaN).Average(), difference, verdict)
        {
            Ratios = claim.Ratio is null ? [] : [.. pairs.Select(pair => pair.Second / pair.First)],
        };
    }

    /// <summary>How many times the other's number it is, by seed; infinite where that is 0. Empty where the claim has no ratio.</summary>
    public IReadOnlyList<double> Ratios { get; init; } = [];

    private static Verdict OfDifference(ClaimConfig claim, PairedDifference difference) =>
        !(claim.Above ? difference.Mean > 0 : difference.Mean < 0) ? Verdict.NotShown
        : difference.IsClear ? Verdict.Shown : Verdict.Leaning;

    private static Verdict OfEach(ClaimConfig claim, (double Against, double Arm)[] pairs)
    {
        bool Holds(double against, double arm) => claim.Above ? arm >= (claim.Ratio ?? 1) * against : arm <= (claim.Ratio ?? 1) * against;
        return pairs.Length > 1 && pairs.All(pair => Holds(pair.Against, pair.Arm)) ? Verdict.Shown
            : Holds(pairs.Average(pair => pair.Against), pairs.Average(pair => pair.Arm)) ? Verdict.Leaning : Verdict.NotShown;
    }
}
