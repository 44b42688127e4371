using System.Globalization;
using System.Text.RegularExpressions;
using Panoptes.Studies.Imports.Records;
using Panoptes.Studies.Imports.Sources;
using Panoptes.Studies.Statuses;

namespace Panoptes.Studies.Imports.OpenMmlab;

/// <summary>
/// What the text log of an mmengine or mmcv training says: the machine, the seed, where it went on, tables of classes, how it ended, and
/// the lines of training and validation, which are needed where the JSON log is gone.
/// </summary>
internal sealed partial class MmLog
{
    private const int LongestMetricLine = 1 << 14;
    private readonly List<string> head = [];
    private readonly List<(string Name, IReadOnlyList<double> Values)> rows = [];
    private long lastStep;
    private bool wasJustTable;

    private MmLog()
    {
    }

    /// <summary>Lines of training and evaluations.</summary>
    public SourceAttempt Attempt { get; } = new();

    /// <summary>Tables of classes in order of writing.</summary>
    public List<ClassTable> Tables { get; } = [];

    /// <summary>Batches of each validation in order of writing.</summary>
    public List<long> Batches { get; } = [];

    /// <summary>Steps of the whole training; null where it does not say.</summary>
    public long? Steps { get; private set; }

    /// <summary>Steps of an epoch; null where it counts no epochs.</summary>
    public long? EpochSteps { get; private set; }

    /// <summary>Seed; null where it does not say.</summary>
    public long? Seed { get; private set; }

    /// <summary>Devices; null where it does not say.</summary>
    public int? Devices { get; private set; }

    /// <summary>What they are; empty where it does not say.</summary>
    public string DeviceName { get; private set; } = "";

    /// <summary>Why it ended, where it ended with an error.</summary>
    public FailureKind? Failure { get; private set; }

    /// <summary>A sentence about its end; null for none.</summary>
    public string? Ending { get; private set; }

    /// <summary>Whether it has a line of training or validation.</summary>
    public bool HasResults => Attempt.Training.Count > 0 || Attempt.Evaluations.Count > 0;

    /// <summary>Reads one.</summary>
    public static MmLog Read(string path, string shown)
    {
        var log = new MmLog();
        foreach (var line in SourceFile.Lines(path, shown))
        {
            if (line.Text.Length <= LongestMetricLine)
            {
                log.Take(line.Text);
            }
        }

        return log;
    }

    private void Take(string line)
    {
        if (TakeRow(line) || TakeTraining(line) || TakeValidation(line) || TakeEnvironment(line))
        {
            return;
        }

        if (Resumed().Match(line) is { Success: true } resumed)
        {
            Attempt.ResumedAt = Count(resumed.Groups[1]);
            lastStep = Attempt.ResumedAt ?? lastStep;
        }
        else if (line.Contains("out of memory", StringComparison.OrdinalIgnoreCase))
        {
            (Failure, Ending) = (FailureKind.OutOfMemory, "ended out of memory");
        }
        else if (line.StartsWith("Traceback (most recent call last)", StringComparison.Ordinal))
        {
            (Failure, Ending) = (Failure ?? FailureKind.Unknown, Ending ?? "ended with an exception");
        }
        else if (line.StartsWith("TERM_", StringComparison.Ordinal))
        {
            Ending = $"the scheduler ended it: {line[..Math.Min(line.Length, 120)]}";
        }
    }

    private bool TakeTraining(string line)
    {
        if (IterTraining().Match(line) is { Success: true } iter)
        {
            (lastStep, Steps) = (Count(iter.Groups[1]) ?? lastStep, Count(iter.Groups[2]));
        }
        else if (EpochTraining().Match(line) is { Success: true } epoch)
        {
            EpochSteps = Count(epoch.Groups[3]);
            lastStep = ((Count(epoch.Groups[1]) - 1) * EpochSteps) + Count(epoch.Groups[2]) ?? lastStep;
        }
        else
        {
            return false;
        }

        var values = Values(line);
        Attempt.Training.Add(new TrainRecord(
            lastStep, Finite(values, "time"), Finite(values, "lr"), Finite(values, "memory"),
            !values.TryGetValue("loss", out var loss) || double.IsFinite(loss)));
        return true;
    }

    private bool TakeValidation(string line)
    {
        if (Validation().Match(line) is not { Success: true } match)
        {
            return false;
        }

        var values = Values(line);
        var (done, all) = (Count(match.Groups[1]), Count(match.Groups[2]));
        foreach (var key in values.Keys.Where(key => MmRecords.IsAside(key)).ToList())
        {
            if (key != "time")
            {
                values.Remove(key);
            }
        }

        // In between come lines of progress, which have no results.
        if (values.Keys.Any(key => key != "time") && (all is null || done == all))
        {
            var seconds = values.TryGetValue("time", out var time) && (all ?? done) is { } batches ? time * batches : (double?)null;
            values.Remove("time");
            Batches.Add(all ?? done ?? 0);
            Attempt.Evaluations.Add(new EvaluationRecord(lastStep, values)
            {
                Seconds = seconds,
                Classes = wasJustTable && Tables.Count > 0 ? Tables[^1] : null,
            });
            wasJustTable = false;
        }

        return true;
    }

    private bool TakeRow(string line)
    {
        var text = line.Trim();
        if (text.Length < 3 || text[0] is not ('|' or '+') || text[^1] != text[0])
        {
            return false;
        }

        if (text[0] == '|')
        {
            var cells = text[1..^1].Split('|').Select(cell => cell.Trim()).ToList();
            if (cells[0].Equals("class", StringComparison.OrdinalIgnoreCase))
            {
                head.Clear();
                head.AddRange(cells.Skip(1));
                rows.Clear();
            }
            else if (head.Count > 0 && cells.Count == head.Count + 1)
            {
                rows.Add((cells[0], [.. cells.Skip(1).Select(Number)]));
            }
        }
        else if (rows.Count > 0)
        {
            Tables.Add(new ClassTable([.. head], [.. rows]));
            wasJustTable = true;
            head.Clear();
            rows.Clear();
        }

        return true;
    }

    private bool TakeEnvironment(string line)
    {
        if (Gpu().Match(line) is { Success: true } gpu)
        {
            DeviceName = DeviceName.Length == 0 ? gpu.Groups[2].Value.Trim() : DeviceName;
            return true;
        }

        if (GpuNumber().Match(line) is { Success: true } number)
        {
            Devices = (int?)Count(number.Groups[1]);
            return true;
        }

        if (SeedLine().Match(line) is { Success: true } seed)
        {
            Seed = Count(seed.Groups[1]) ?? Seed;
            return true;
        }

        return false;
    }

    // key: value pairs, by spaces (mmengine) or commas (mmcv).
    private static Dictionary<string, double> Values(string line)
    {
        var values = new Dictionary<string, double>();
        var words = line.Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries);
        for (var at = 0; at + 1 < words.Length; at++)
        {
            if (words[at] is [.. { Length: > 0 } key, ':'] && words[at + 1] is var text
                && (text is "nan" or "inf" or "-inf" || char.IsAsciiDigit(text[^1])) && !double.IsInfinity(Number(text)))
            {
                values.TryAdd(key, Number(text));
            }
        }

        values.Remove("eta");
        return values;
    }

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;

    private static double? Finite(Dictionary<string, double> values, string key) =>
        values.TryGetValue(key, out var value) && double.IsFinite(value) ? value : null;

    private static long? Count(Group group) =>
        long.TryParse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    [GeneratedRegex(@"- Iter(?:\(train\))? ?\[ *(\d{1,15})/(\d{1,15})\]")]
    private static partial Regex IterTraining();

    [GeneratedRegex(@"- Epoch(?:\(train\))? *\[ *(\d{1,9})\] ?\[ *(\d{1,15})/(\d{1,15})\]")]
    private static partial Regex EpochTraining();

    [GeneratedRegex(@"- (?:Iter|Epoch)\(val\) *(?:\[ *\d{1,9}\] ?)?\[ *(\d{1,15})(?:/(\d{1,15}))?\]")]
    private static partial Regex Validation();

    [GeneratedRegex(@"resumed (?:from )?epoch:? ?\d{1,9}, iter:? ?(\d{1,15})")]
    private static partial Regex Resumed();

    [GeneratedRegex(@"^\s*GPU (\d[\d,]{0,200}): (.{1,100})")]
    private static partial Regex Gpu();

    [GeneratedRegex(@"^\s*GPU number: (\d{1,6})")]
    private static partial Regex GpuNumber();

    [GeneratedRegex(@"(?:^\s+seed: |Set random seed to )(\d{1,15})")]
    private static partial Regex SeedLine();
}
