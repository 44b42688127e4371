using Panoptes.Metrics.Intervals;

namespace Panoptes.Experiments.Reproductions;

/// <summary>How a claim fared on one network.</summary>
public enum Verdict
{
    /// <summary>Cells are missing.</summary>
    Open,

    /// <summary>The difference has the claimed sign, and its interval over the seeds leaves out 0.</summary>
    Shown,

    /// <summary>The difference has the claimed sign, but the seeds alone could make it.</summary>
    Leaning,

    /// <summary>The difference has not the claimed sign.</summary>
    NotShown,
}

/// <summary>What the cells of one network say of one claim.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Network">The network.</param>
/// <param name="Against">Mean over the seeds of the way compared with; NaN where no seed has both.</param>
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
            cells.FirstOrDefault(cell => cell.Network == network.Name && cell.Arm == arm && cell.Seed == seed)?.Of(claim.Metric)
                ?? double.NaN)];
        var (against, arm) = (Values(claim.Against), Values(claim.Arm));
        var difference = PairedDifference.Of(against, arm);
        var pairs = against.Zip(arm).Where(pair => double.IsFinite(pair.First) && double.IsFinite(pair.Second)).ToArray();
        var isRight = claim.Above ? difference.Mean > 0 : difference.Mean < 0;
        var verdict = difference.Pairs < seeds.Count ? Verdict.Open
            : !isRight ? Verdict.NotShown
            : difference.IsClear ? Verdict.Shown : Verdict.Leaning;
        return new ClaimResult(
            claim, network, pairs.Select(pair => pair.First).DefaultIfEmpty(double.NaN).Average(),
            pairs.Select(pair => pair.Second).DefaultIfEmpty(double.NaN).Average(), difference, verdict);
    }
}
