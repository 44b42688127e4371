using Panoptes.Experiments.Events;

namespace Panoptes.Dashboard.Catalog;

/// <summary>
/// What a run's log comes to, kept up to date by reading what is added to it. Of training points only the last of each piece is parsed, so
/// that ten thousand runs are read in seconds and held in little memory. Not for several threads.
/// </summary>
/// <param name="path">The log.</param>
internal sealed class LogTally(string path)
{
    private readonly List<(long Step, double Value)> scores = [];
    private readonly Dictionary<int, double> milliseconds = [];
    private long position;
    private MetricRow? metric;

    // Training points make up most of a log; the kind of an event stands first in its line.
    private static ReadOnlySpan<byte> TrainPointBegins => "{\"event\":\"train\","u8;

    /// <summary>Steps that are done.</summary>
    public long Step { get; private set; }

    /// <summary>Steps of the whole training, as the last attempt said; 0 where none has begun.</summary>
    public long Steps { get; private set; }

    /// <summary>When the first attempt began (UTC); null where none has.</summary>
    public DateTime? Began { get; private set; }

    /// <summary>When the last line was written (UTC).</summary>
    public DateTime? Last { get; private set; }

    /// <summary>The total loss that was logged last.</summary>
    public double? Loss { get; private set; }

    /// <summary>Images a second, lately.</summary>
    public double? ImagesPerSecond { get; private set; }

    /// <summary>The process of the last attempt.</summary>
    public (string Host, int Pid) Process { get; private set; } = ("", 0);

    /// <summary>How the last attempt ended; null while it has not.</summary>
    public AttemptEnded? End { get; private set; }

    /// <summary>Seconds that all attempts spent.</summary>
    public double Seconds => milliseconds.Values.Sum() / 1000;

    /// <summary>The number that the run is judged by; null where it was not measured.</summary>
    public RunScore? Score
    {
        get
        {
            if (metric is null || scores.Count == 0)
            {
                return null;
            }

            var best = metric.HigherIsBetter ? scores.MaxBy(entry => entry.Value) : scores.MinBy(entry => entry.Value);
            return new RunScore(
                metric.Name, metric.Title, metric.IsShare, metric.HigherIsBetter, scores[^1].Value, best.Value, best.Step);
        }
    }

    /// <summary>Reads what was added.</summary>
    /// <param name="split">The split that the run is judged on; empty for any.</param>
    public void Update(string split)
    {
        var added = RunLogReader.Added(path, ref position, out var isAnew);
        if (isAnew)
        {
            Forget();
        }

        Range? waiting = null;
        foreach (var line in RunLogReader.Lines(added))
        {
            if (added.AsSpan(line).StartsWith(TrainPointBegins))
            {
                waiting = line;
                continue;
            }

            // It may be the last of its attempt.
            Take(added, ref waiting, split);
            Range? next = line;
            Take(added, ref next, split);
        }

        Take(added, ref waiting, split);
    }

    private void Forget()
    {
        scores.Clear();
        milliseconds.Clear();
        (Step, Steps, Began, Last, Loss, ImagesPerSecond, Process, End, metric) = (0, 0, null, null, null, null, ("", 0), null, null);
    }

    private void Take(byte[] bytes, ref Range? line, string split)
    {
        if (line is not { } place)
        {
            return;
        }

        line = null;
        if (RunLogReader.Parse(bytes.AsSpan(place)) is not { } entry)
        {
            return;
        }

        milliseconds[entry.Attempt] = Math.Max(entry.Ms, milliseconds.GetValueOrDefault(entry.Attempt));
        Last = entry.Utc;
        Step = entry is AttemptStarted ? entry.Step : Math.Max(Step, entry.Step);
        switch (entry)
        {
            case AttemptStarted start:
                Began ??= start.Utc;
                (Steps, Process, End) = (start.Steps, (start.Host, start.Pid), null);
                scores.RemoveAll(score => score.Step > start.Step);
                break;
            case TrainPoint point:
                (Loss, ImagesPerSecond) = (point.Loss, point.ImagesPerSecond);
                break;
            case EvaluationPoint { Primary: { Value: { } value } primary } point when split.Length == 0 || point.Split == split:
                metric = primary;
                scores.Add((point.Step, value));
                break;
            case AttemptEnded end:
                End = end;
                break;
            default:
                break;
        }
    }
}
