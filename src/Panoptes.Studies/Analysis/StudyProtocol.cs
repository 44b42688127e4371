using System.Globalization;
using Panoptes.Studies.Results;

namespace Panoptes.Studies.Analysis;

/// <summary>What a reader must know to read any number of a report.</summary>
internal sealed class StudyProtocol(
    StudyResults source, StudyNames names, MetricScale scale, IReadOnlyList<RecipeResult> results, IEnumerable<NoiseBand> noise)
{
    /// <summary>A line each.</summary>
    public IEnumerable<string> Lines()
    {
        ResultCell[] done = [.. results.SelectMany(result => result.Done)];
        var unit = scale.IsShare ? "in percent, differences in points" : "as it is";
        yield return $"Metric: {scale.Title}{(scale.Title == scale.Name ? "" : $" ({scale.Name})")}, {unit}; "
            + $"{(scale.HigherIsBetter ? "higher" : "lower")} is better. It is that of {Judged(done)}";
        yield return $"Split: {Split(done)}";
        yield return $"Seeds: {Seeds(done)}";
        yield return $"Read: {source.Read.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)}; "
            + $"{done.Length} of {Figures.Number(source.Cells.Count, "cell", "cells")} completed and counted, the others are in no "
            + "mean and no comparison";
        foreach (var band in noise)
        {
            var data = names.Data.Count > 1 ? $" of {names.Title(band.Data)}" : "";
            yield return $"Noise band{data}: {band.Text(scale.Points)}";
        }

        if (source.Trend is { } trend)
        {
            yield return $"Trend: the best {trend.Over}{(trend.By is { } by ? $" by {by}" : "")}, of completed cells with a number above 0 "
                + $"there{(trend.Without.Count == 0 ? "" : $", without {Figures.List(trend.Without.Select(names.Title))}")}";
        }

        var imported = done.Where(cell => cell.ImportedFrom is not null).ToArray();
        if (imported.Length > 0)
        {
            yield return $"Not measured here: {Figures.Number(imported.Length, "completed cell", "completed cells")}, imported from "
                + $"{Figures.List(imported.Select(cell => cell.ImportedFrom!).Distinct().Order(StringComparer.Ordinal))}";
        }

        var devices = done.Select(cell => cell.DeviceName.Length == 0 ? "unknown" : $"{cell.Devices} x {cell.DeviceName}").Distinct()
            .Order(StringComparer.Ordinal).ToArray();
        yield return $"Devices: {(devices.Length == 0 ? "none yet" : Figures.List(devices))}";
        yield return "The numbers say which recipe scored higher, not why. Verdicts are of single differences and not corrected for how "
            + "many there are";
    }

    private static string Judged(ResultCell[] done)
    {
        var early = done.Count(cell => cell.Final!.Step != cell.Steps);
        return early == 0
            ? "the evaluation at the last step of each completed cell"
            : $"the evaluation that each completed cell is judged by, which for {early} of {done.Length} is not of the last step";
    }

    private static string Split(ResultCell[] done)
    {
        var splits = done.Where(cell => cell.Config is not null).Select(cell => cell.Config!.Data.ValSplit).Distinct()
            .Order(StringComparer.Ordinal).ToArray();
        var unknown = done.Count(cell => cell.Config is null);
        return splits.Length == 0
            ? "not recorded"
            : $"{Figures.List(splits)}{(unknown > 0 ? $" (not recorded for {Figures.Number(unknown, "cell", "cells")})" : "")}";
    }

    private string Seeds(ResultCell[] done)
    {
        if (done.Length == 0)
        {
            return "none completed yet";
        }

        var counts = results.Where(result => result.N > 0).Select(result => result.N).ToArray();
        var seeds = Figures.List(done.Select(cell => cell.Key.Seed).Distinct().Order().Select(seed => $"{seed}"));
        var range = counts.Min() == counts.Max() ? $"n = {counts.Min()}" : $"n = {counts.Min()} to {counts.Max()}";
        return $"{seeds}; {range} completed for each model and recipe that has any; numbers are means over them";
    }
}
