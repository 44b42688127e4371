using Panoptes.Studies.Imports.Records;
using Panoptes.Studies.Imports.Sources;

namespace Panoptes.Studies.Imports.OpenMmlab;

/// <summary>Turns the JSON lines of an mmengine log (<c>vis_data</c>) or an mmcv log (<c>*.log.json</c>) into an attempt.</summary>
internal static class MmRecords
{
    private static readonly string[] Aside =
        ["time", "data_time", "epoch", "iter", "step", "lr", "base_lr", "memory", "mode", "momentum", "eta"];

    /// <summary>Whether a key of a line of validation is no result.</summary>
    public static bool IsAside(string key) => Aside.Contains(key) || key.EndsWith("/time", StringComparison.Ordinal)
        || key.EndsWith("data_time", StringComparison.Ordinal) || key.EndsWith("/lr", StringComparison.Ordinal);

    /// <summary>The attempt that lines tell of.</summary>
    /// <param name="name">What tells it from others.</param>
    /// <param name="lines">The lines.</param>
    /// <param name="log">Its text log; null where there is none.</param>
    /// <param name="note">Told of each decision.</param>
    public static SourceAttempt Attempt(
        string name, IReadOnlyList<(int Line, JsonRecord Record)> lines, MmLog? log, Action<string> note)
    {
        var attempt = new SourceAttempt { Name = name, ResumedAt = log?.Attempt.ResumedAt };
        var countsEpochs = lines.Any(line => line.Record.Count("epoch") is not null && line.Record.Texts.GetValueOrDefault("mode") is null);
        var perEpoch = log?.EpochSteps;
        var (last, interval) = (0L, 0L);
        foreach (var (_, record) in lines)
        {
            var mode = record.Texts.GetValueOrDefault("mode");
            var isTraining = mode is null ? record.Numbers.ContainsKey("iter") && !HasResult(record) : mode == "train";
            if (isTraining && Step(record, mode, log) is { } step)
            {
                (interval, last) = (last == 0 ? step : step - last, step);
                attempt.Training.Add(new TrainRecord(
                    step, Number(record, "time"), Number(record, "lr") ?? Number(record, "base_lr"), Number(record, "memory"),
                    !record.Numbers.TryGetValue("loss", out var loss) || double.IsFinite(loss)));
            }
            else if (HasResult(record) && mode is null or "val")
            {
                var at = mode is null ? Evaluated(record, last, countsEpochs, perEpoch, note) : EvaluatedMmcv(record, last, interval, note);
                var values = record.Numbers.Where(entry => !IsAside(entry.Key)).ToDictionary();
                attempt.Evaluations.Add(new EvaluationRecord(at, values) { Seconds = Seconds(record, attempt.Evaluations.Count, log) });
            }
        }

        AddTables(attempt, log);
        return attempt;
    }

    private static bool HasResult(JsonRecord record) =>
        record.Numbers.Keys.Any(key => !IsAside(key) && SourceMetric.IsResult(key));

    private static long? Step(JsonRecord record, string? mode, MmLog? log) =>
        mode is null ? record.Count("iter")
        : record.Count("epoch") is { } epoch && log?.EpochSteps is { } steps ? ((epoch - 1) * steps) + record.Count("iter")
        : record.Count("iter");

    // Where metrics are logged by epochs, "step" is the epoch.
    private static long Evaluated(JsonRecord record, long last, bool countsEpochs, long? perEpoch, Action<string> note)
    {
        var step = record.Count("step") ?? last;
        if (!countsEpochs || step >= last)
        {
            return step;
        }

        if (perEpoch is { } steps)
        {
            return step * steps;
        }

        note("evaluations are logged by epochs: each stands at the last logged step before it");
        return last;
    }

    // Later versions write the batches of the validation as "iter".
    private static long EvaluatedMmcv(JsonRecord record, long last, long interval, Action<string> note)
    {
        if (record.Count("iter") is { } step && (last == 0 || (step >= last && step <= last + interval)))
        {
            return step;
        }

        note("the log does not say at which step it evaluated: each evaluation stands at the last logged step before it");
        return last;
    }

    private static double? Seconds(JsonRecord record, int place, MmLog? log) =>
        log is not null && place < log.Batches.Count && Number(record, "time") is { } time ? time * log.Batches[place] : null;

    // The JSON has means alone; the text log has a table before each of them.
    private static void AddTables(SourceAttempt attempt, MmLog? log)
    {
        var (count, tables) = (attempt.Evaluations.Count, log?.Tables ?? []);
        for (var back = 1; back <= Math.Min(count, tables.Count); back++)
        {
            attempt.Evaluations[count - back] = attempt.Evaluations[count - back] with { Classes = tables[^back] };
        }
    }

    private static double? Number(JsonRecord record, string key) =>
        record.Number(key) ?? record.Number($"train/{key}") ?? record.Number($"val/{key}");
}
