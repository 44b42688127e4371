using Panoptes.Experiments.Events;
using Panoptes.Experiments.Progress;
using Panoptes.Reports.Pages;
using Panoptes.Reports.Runs.Results;

namespace Panoptes.Reports.Runs;

/// <summary>The head of a run's page: name, state, the way to the sections, and the numbers that matter most.</summary>
internal static class RunHead
{
    private const int ShownBeside = 2;

    /// <summary>The head.</summary>
    public static PageHead Of(RunPageData data) => new("run", data.Name, [.. Links(data)]) { State = State(data) };

    /// <summary>The headline numbers.</summary>
    public static IEnumerable<Tile> Tiles(RunPageData data)
    {
        foreach (var file in data.Evaluations)
        {
            foreach (var kind in file.Kinds.Where(kind => kind.Metrics.Count > 0))
            {
                var others = string.Concat(
                    kind.Metrics.Skip(1).Take(ShownBeside)
                        .Select(metric => $"{metric.Title} {Show.Value(metric)}{MeanNote.Of(kind, metric.Name)} · "));
                yield return Number(
                    $"{file.Title} {kind.Metrics[0].Title}", kind.Metrics[0],
                    $"{others}{file.Images} images · {file.Weights} weights · {file.Protocol}");
            }
        }

        var split = data.Config.Data.ValSplit;
        if (data.History.Evaluations(split).LastOrDefault(point => point is { Best: true, Primary.Value: not null }) is { } best)
        {
            yield return Number($"best {split} {best.Primary!.Title} while training", best.Primary, $"at step {Show.Count(best.Step)}");
        }

        var points = data.History.Training.ToList();
        if (points is [.., var last])
        {
            var train = data.Config.Train;
            yield return new Tile(
                "steps", Show.Count(last.Step), "",
                $"of {Show.Count(train.Steps)} · {Show.Count(last.Step * train.BatchSize * train.Accumulation)} images seen");
            yield return new Tile(
                "time", ProgressText.Time(TimeSpan.FromSeconds(data.History.Seconds)), "",
                $"{points.Average(point => point.ImagesPerSecond):0.0} images/s · {100 * points.Average(point => point.DataWait):0} % "
                    + "waiting for data");
            yield return new Tile(
                "last loss", Show.Number(last.Loss), "", $"peak memory {ProgressText.Memory(points.Max(point => point.MemoryMib))}");
        }
    }

    private static Tile Number(string label, MetricRow metric, string note) =>
        new(label, Show.Value(metric), metric is { IsShare: true, Value: not null } ? "%" : "", note);

    private static IEnumerable<PageLink> Links(RunPageData data)
    {
        yield return new PageLink("summary", "Summary");
        yield return new PageLink("curves", "Curves");
        foreach (var file in data.Evaluations)
        {
            yield return new PageLink("evaluation", $"Results: {file.Title}", file.Key);
        }

        if (data.Shifts.Count > 0)
        {
            yield return new PageLink("shift", "Domain shift");
        }

        if (data.BatchSheet is not null)
        {
            yield return new PageLink("batch", "Batch");
        }

        yield return new PageLink("incidents", "Incidents");
        yield return new PageLink("configuration", "Configuration");
    }

    private static (string Color, string Text) State(RunPageData data)
    {
        var events = data.History.Events;
        var last = events.LastOrDefault(entry => entry is AttemptStarted or AttemptEnded);
        return last switch
        {
            null => ("idle", "not started"),
            AttemptEnded { Reason: "completed" } => ("good", "completed"),
            AttemptEnded { Reason: "signal" } => ("warn", $"stopped at step {last.Step}, resumable"),
            AttemptEnded { Reason: "error" } => ("bad", "failed"),
            AttemptEnded ended => ("warn", ended.Reason),
            _ => ("warn", "running, or killed"),
        };
    }
}
