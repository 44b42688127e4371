using System.Globalization;
using Panoptes.Cli.CommandLine;
using Panoptes.Studies.Cells;
using Panoptes.Studies.Leases;
using Panoptes.Studies.Sessions;
using Panoptes.Studies.Statuses;
using Panoptes.Studies.Stores;

namespace Panoptes.Cli.Studies;

/// <summary>Plans and states of studies as text.</summary>
internal static class StudyText
{
    private const string Unknown = "?";

    /// <summary>Writes what a plan came to.</summary>
    public static void WritePlan(TextWriter output, StudyContext study, IReadOnlyList<PlannedCell> cells, int dropped)
    {
        var costs = new CostEstimates(study);
        var devices = study.Config.Launcher.Processes;
        var wanted = cells.Where(cell => cell.Skipped is null).ToList();
        TextTable.Write(
            output, ["data", "model", "recipe", "batch", "steps", "samples", "seeds", "s/step", "hours each", "memory MiB", "known by"],
            [.. wanted.GroupBy(cell => (cell.Key.Data, cell.Key.Model, cell.Key.Recipe)).Select(IReadOnlyList<string> (group) =>
            {
                var (cell, cost) = (group.First(), costs.Of(group.First()));
                return
                [
                    cell.Key.Data, cell.Key.Model, cell.Key.Recipe, $"{cell.Batch}", $"{cell.Steps}", $"{cell.Batch * cell.Steps}",
                    string.Join(' ', group.Select(one => one.Key.Seed)), Number(cost.SecondsPerStep, 3),
                    Number(cost.SecondsPerStep * cell.Steps / 3600, 2), Number(cost.MemoryMib, 0),
                    cost.Source.Length > 0 ? cost.Source : Unknown,
                ];
            })]);
        output.WriteLine();
        foreach (var group in cells.Where(cell => cell.Skipped is not null).GroupBy(cell => cell.Skipped))
        {
            output.WriteLine($"left out: {group.Count()} ({string.Join(", ", group.Take(3).Select(cell => cell.Key))}): {group.Key}");
        }

        if (dropped > 0)
        {
            output.WriteLine($"stale: {dropped} cells of an earlier plan, which the study has no longer; their folders stay");
        }

        var (hours, unknown) = costs.Left(study);
        output.WriteLine(
            $"{wanted.Count} cells; {Number(hours, 2)} device hours to go"
                + (unknown > 0 ? $", and {unknown} cells of which nobody knows (--measure N measures)" : ""));
        output.WriteLine($"next: ./panoptes study submit {study.Folder.Shown}");
    }

    /// <summary>Writes what has become of cells.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="study">The study.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="all">Whether all are listed; else those that somebody has to look at.</param>
    /// <param name="states">Only these states, where given.</param>
    public static void WriteStatus(
        TextWriter output, StudyContext study, IReadOnlyList<CellRow> rows, bool all, IReadOnlyList<string>? states)
    {
        var shown = rows.Where(row => states is null
                ? all || row.Status.State is not (CellState.Completed or CellState.Planned or CellState.Skipped)
                : states.Contains(Name(row.Status.State), StringComparer.OrdinalIgnoreCase)).ToList();
        if (shown.Count > 0)
        {
            TextTable.Write(
                output, ["cell", "place", "state", "step", "speed", "to go", "value", "best", "note"],
                [.. StudyStatus.Ordered(study, shown).Select(IReadOnlyList<string> (row) => Row(row))]);
            output.WriteLine();
        }

        var counts = rows.GroupBy(row => row.Status.State).OrderBy(group => group.Key)
            .Select(group => $"{group.Count()} {Name(group.Key)}");
        output.WriteLine($"{study.Folder.Name}: {rows.Count} cells: {string.Join(", ", counts)}");
        if (rows.Any(row => row.Status.State is CellState.Failed or CellState.Cancelled))
        {
            output.WriteLine($"what failed is done again by: ./panoptes study retry {study.Folder.Shown}");
        }
    }

    /// <summary>The name of a state.</summary>
    public static string Name(CellState state) => state.ToString().ToLowerInvariant();

    /// <summary>A number, or a question mark.</summary>
    public static string Number(double? value, int digits) =>
        value is { } number ? number.ToString($"F{digits}", CultureInfo.InvariantCulture) : Unknown;

    private static string[] Row(CellRow row)
    {
        var status = row.Status;
        return
        [
            row.Id, row.Key.ToString(), status.Failure is { } kind ? $"{Name(status.State)} ({kind})" : Name(status.State),
            $"{status.Step}/{status.Steps}", status.StepsPerSecond is { } speed ? $"{Number(speed, 2)} it/s" : "",
            status.SecondsLeft is { } left ? LeaseText.Span(left) : "", row.Value is { } value ? Number(value, 4) : "",
            row.Best is { } best ? Number(best, 4) : "", status.Reason,
        ];
    }
}
