using Panoptes.Experiments.Progress;

namespace Panoptes.Experiments.Shifts;

/// <summary>
/// A shift as tables of texts, for page and console: A is the domain that the run was trained for, B the other. Shares in percent, their
/// drops in points.
/// </summary>
public static class ShiftTables
{
    /// <summary>Columns of <see cref="Metrics"/>.</summary>
    public static IReadOnlyList<string> MetricHead { get; } = ["", "A", "B", "drop"];

    /// <summary>A row a number that at least one of them has.</summary>
    /// <param name="kind">What a kind of evaluation found.</param>
    public static IEnumerable<IReadOnlyList<string>> Metrics(KindShift kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return kind.Metrics.Where(IsThere).Select(Row);
    }

    /// <summary>Columns of <see cref="Classes"/>.</summary>
    /// <param name="kind">What a kind of evaluation found.</param>
    public static IReadOnlyList<string> ClassHead(KindShift kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return [kind.ClassMetric, "A", "B", "drop"];
    }

    /// <summary>A row a class that at least one of them has, the largest drop first.</summary>
    /// <param name="kind">What a kind of evaluation found.</param>
    public static IEnumerable<IReadOnlyList<string>> Classes(KindShift kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return kind.Classes.Where(IsThere).OrderByDescending(row => row.Drop ?? double.NegativeInfinity).Select(Row);
    }

    /// <summary>Columns of <see cref="Labels"/>.</summary>
    /// <param name="labels">The histogram.</param>
    public static IReadOnlyList<string> LabelHead(LabelHistogram labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return [$"% of {labels.Unit}", "labels of A", "pseudo-labels of B", "difference", "labels of B"];
    }

    /// <summary>A row a class in the order of the class table.</summary>
    /// <param name="labels">The histogram.</param>
    public static IEnumerable<IReadOnlyList<string>> Labels(LabelHistogram labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return labels.Classes.Select(IReadOnlyList<string> (row) =>
        {
            var (before, pseudo) = (labels.Share(row, each => each.Before), labels.Share(row, each => each.PseudoLabels));
            return
            [
                row.Name, Show.Percent(before), Show.Percent(pseudo), Show.Percent(pseudo - before),
                Show.Percent(row.After is null ? null : labels.Share(row, each => each.After)),
            ];
        });
    }

    /// <summary>What A and B are, a line each.</summary>
    /// <param name="shift">The shift.</param>
    public static IEnumerable<string> Sides(DomainShift shift)
    {
        ArgumentNullException.ThrowIfNull(shift);
        return [Side("A", shift.Before), Side("B", shift.After)];

        static string Side(string letter, MeasuredDomain domain) =>
            $"{letter}: {domain.Title}, {domain.Images} images of {domain.DataSet}";
    }

    /// <summary>What it comes to, a sentence each.</summary>
    /// <param name="shift">The shift.</param>
    public static IEnumerable<string> Sentences(DomainShift shift)
    {
        ArgumentNullException.ThrowIfNull(shift);
        foreach (var kind in shift.Kinds)
        {
            var primary = kind.Primary;
            yield return $"{primary.Title} is {Text(primary, primary.Before)} on A and {Text(primary, primary.After)} on B: a drop of "
                + $"{Text(primary, primary.Drop)}{(primary.IsShare ? " points" : "")}.";
        }

        var labels = shift.Labels;
        var count = labels.Classes.Sum(row => row.PseudoLabels);
        var change = labels.Distance is { } distance
            ? $"; {Show.Percent(distance)} % of them would have to change class for the shares of A" : "";
        yield return $"The {labels.LabeledBy} would label {Show.Count(count)} {labels.Unit} of B, none on {labels.Empty} of "
            + $"{labels.Images} images{change}.";
    }

    private static bool IsThere(ShiftedNumber number) => number.Before is not null || number.After is not null;

    private static IReadOnlyList<string> Row(ShiftedNumber number) =>
        [number.Title, Text(number, number.Before), Text(number, number.After), Text(number, number.Drop)];

    private static string Text(ShiftedNumber number, double? value) => number.IsShare ? Show.Percent(value) : Show.Number(value);
}
