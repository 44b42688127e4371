using System.Globalization;
using System.Text.Json;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Progress;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Reproductions;

/// <summary>What a reproduction came to so far.</summary>
/// <param name="Config">What was planned.</param>
/// <param name="Cells">The cells that are trained and measured, in the order of the plan.</param>
public sealed record ReproductionResult(ReproductionConfig Config, IReadOnlyList<CellResult> Cells)
{
    /// <summary>Cells that were planned.</summary>
    public int Planned => Config.Networks.Count * Config.Arms.Count * Config.Seeds.Count;

    /// <summary>Whether all cells are there.</summary>
    public bool IsWhole => Cells.Count == Planned;

    /// <summary>Seconds that the cells took together.</summary>
    public double Seconds => Cells.Sum(cell => cell.Seconds);

    /// <summary>What is known of a number; a name alone where no cell has it.</summary>
    /// <param name="name">Its name.</param>
    public MetricRow MetricOf(string name) => Cells.SelectMany(cell => cell.Metrics).FirstOrDefault(row => row.Name == name)
        ?? new MetricRow { Name = name, Title = name, IsShare = name != CoursePoint.Loss };

    /// <summary>Every claim on every network, claim by claim.</summary>
    public IReadOnlyList<ClaimResult> Claims =>
        [.. Config.Claims.SelectMany(claim => Config.Networks.Select(network => ClaimResult.Of(claim, network, Config.Seeds, Cells)))];

    /// <summary>The cells of one way to train one network, seed by seed.</summary>
    public IReadOnlyList<CellResult> Of(NetworkConfig network, ArmConfig arm)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(arm);
        return [.. Cells.Where(cell => cell.Network == network.Name && cell.Arm == arm.Name)];
    }

    /// <summary>What was and was not reproduced, a plain sentence for each claim.</summary>
    public IReadOnlyList<string> Sentences() =>
        [.. Claims.GroupBy(result => result.Claim).Select(group => $"{group.Key.Text}: {Sentence([.. group])}.")];

    /// <summary>Writes it as JSON, whole or not at all.</summary>
    public void Write(string path)
    {
        var claims = Claims.Select(result => new
        {
            result.Claim.Text,
            Network = result.Network.Name,
            result.Claim.Metric,
            result.Against,
            result.Arm,
            Difference = result.Difference.Mean,
            result.Difference.Interval.Low,
            result.Difference.Interval.High,
            result.Difference.Pairs,
            Ratios = result.Ratios.Where(double.IsFinite),
            Verdict = result.Verdict.ToString(),
        });
        AtomicFile.WriteText(path, JsonSerializer.Serialize(
            new { V = 1, Config.Title, Planned, Seconds, Sentences = Sentences(), Claims = claims, Cells }, EventJson.Readable) + "\n");
    }

    private string Sentence(IReadOnlyList<ClaimResult> results)
    {
        var parts = new (Verdict Verdict, string Text)[]
        {
            (Verdict.Shown, "shown on"),
            (Verdict.Leaning, "so too, but within what seeds alone change, on"),
            (Verdict.NotShown, "not on"),
            (Verdict.Open, "not yet known of"),
        };
        return string.Join("; ", parts
            .Select(part => (part.Text, Own: results.Where(result => result.Verdict == part.Verdict).ToArray()))
            .Where(part => part.Own.Length > 0)
            .Select(part => $"{part.Text} {string.Join(", ", part.Own.Select(Text))}"));
    }

    private string Text(ClaimResult result) => result.Difference.Pairs == 0
        ? result.Network.Title
        : result.Claim.Bound is not null
        ? $"{result.Network.Title} ({Number(result, result.Arm)}{Seeds(result)})"
        : result.Claim.Ratio is not null
        ? $"{result.Network.Title} ({Number(result, result.Arm)} to {Number(result, result.Against)}: {Times(result.Ratios)})"
        : $"{result.Network.Title} ({Show.Percent(result.Against)} to {Show.Percent(result.Arm)} %: {Points(result.Difference.Mean)} points"
            + (result.Difference.Pairs < 2 ? ", one seed so far)" : $", {Points(result.Difference.Interval.Low)} to "
                + $"{Points(result.Difference.Interval.High)})");

    private string Number(ClaimResult result, double value) => MetricOf(result.Claim.Metric).IsShare
        ? $"{Show.Percent(value)} %"
        : value.ToString("F2", CultureInfo.InvariantCulture);

    private static string Seeds(ClaimResult result) => result.Difference.Pairs < 2 ? ", one seed so far" : "";

    private static string Times(IReadOnlyList<double> ratios)
    {
        string One(double ratio) => double.IsFinite(ratio) ? ratio.ToString("F2", CultureInfo.InvariantCulture) : "beyond count";
        return ratios.Count < 2 ? $"{One(ratios[0])} times, one seed so far" : $"{One(ratios.Min())} to {One(ratios.Max())} times";
    }

    private static string Points(double share) => (100 * share).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);
}
