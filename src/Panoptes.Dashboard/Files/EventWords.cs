using System.Globalization;
using System.Text;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Progress;

namespace Panoptes.Dashboard.Files;

/// <summary>A run's events in words, a line each.</summary>
internal static class EventWords
{
    /// <summary>The lines of a piece of an event log; what is no event stays as it is.</summary>
    public static string Of(string log)
    {
        var text = new StringBuilder();
        foreach (var line in log.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            text.Append(RunLogReader.Parse(Encoding.UTF8.GetBytes(line)) is { } entry ? Line(entry) : line).Append('\n');
        }

        return text.ToString();
    }

    private static string Line(RunEvent entry) =>
        $"{entry.Utc.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}  step {entry.Step,-8} {Words(entry)}";

    private static string Words(RunEvent entry) => entry switch
    {
        AttemptStarted start => $"attempt {start.Attempt} began on {start.Host}, process {start.Pid}, {Show.Count(start.Steps)} steps",
        TrainPoint point => $"loss {Show.Number(point.Loss)}  lr {ProgressText.Rate(point.LearningRate)}  "
            + $"{Show.Number(point.ImagesPerSecond)} images/s  data {Show.Percent(point.DataWait)} %  "
            + ProgressText.Memory(point.MemoryMib),
        EvaluationPoint point => $"{point.Split}: {string.Join(", ", point.Metrics.Take(4).Select(Number))}"
            + (point.Best ? "  (best so far)" : ""),
        CheckpointSaved saved => $"checkpoint {saved.File}",
        Incident incident => $"{incident.Kind}: {incident.Text}",
        AttemptEnded end => $"attempt {end.Attempt} ended: {end.Reason}{(end.Error is { } error ? $": {error}" : "")}",
        _ => "",
    };

    private static string Number(MetricRow metric) => $"{(metric.Title.Length > 0 ? metric.Title : metric.Name)} {Show.Value(metric)}";
}
