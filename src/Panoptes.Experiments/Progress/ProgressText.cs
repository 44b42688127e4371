using System.Globalization;

namespace Panoptes.Experiments.Progress;

/// <summary>Words the progress of a training; pure functions.</summary>
public static class ProgressText
{
    /// <summary>The live line, with a bar as wide as the room left allows.</summary>
    /// <param name="state">What to tell.</param>
    /// <param name="width">Columns of the terminal; the line stays below it.</param>
    public static string Live(ProgressState state, int width)
    {
        var counter = Counter(state);
        var percent = $"{100.0 * state.Step / Math.Max(1, state.Steps):0}%".PadLeft(5);
        var parts = Parts(state, "img/s").Prepend($"{counter}{percent}").ToList();
        var room = width - 1;
        while (parts.Count > 1 && parts.Sum(part => part.Length + 3) - 3 > room)
        {
            // The least needed goes first: memory, then data wait, then the rate.
            parts.RemoveAt(parts.Count > 2 ? parts.Count - 2 : parts.Count - 1);
        }

        var length = parts.Sum(part => part.Length + 3) - 3;
        var bar = Math.Min(24, room - length - 1);
        var text = string.Join(" · ", parts);
        return bar >= 6 ? $"{Bar((double)state.Step / Math.Max(1, state.Steps), bar)} {text}" : text;
    }

    /// <summary>One line of a log file.</summary>
    public static string Plain(ProgressState state) => $"step {Counter(state)}  {string.Join("  ", Parts(state, "images/s"))}";

    /// <summary>A bar of block characters.</summary>
    /// <param name="done">Share done, 0 to 1.</param>
    /// <param name="width">Columns.</param>
    public static string Bar(double done, int width)
    {
        var filled = (int)Math.Round(Math.Clamp(done, 0, 1) * width);
        return new string('━', filled) + new string('─', width - filled);
    }

    /// <summary>A span of time in its two largest units: <c>1h05m</c>, <c>12m40s</c>, <c>8s</c>.</summary>
    public static string Time(TimeSpan time) => time switch
    {
        { TotalDays: >= 1 } => $"{(int)time.TotalDays}d{time.Hours:00}h",
        { TotalHours: >= 1 } => $"{(int)time.TotalHours}h{time.Minutes:00}m",
        { TotalMinutes: >= 1 } => $"{time.Minutes}m{time.Seconds:00}s",
        _ => $"{Math.Max(0, (int)Math.Round(time.TotalSeconds))}s",
    };

    /// <summary>An amount of memory: <c>812 MiB</c>, <c>1.9 GiB</c>.</summary>
    public static string Memory(double mib) => mib < 1000 ? $"{mib:0} MiB" : $"{mib / 1024:0.0} GiB";

    /// <summary>A learning rate: <c>3.1e-4</c>.</summary>
    public static string Rate(double rate) => rate == 0 ? "0" : rate.ToString("0.00e+0", CultureInfo.InvariantCulture).Replace("e+0", "");

    private static string Counter(ProgressState state)
    {
        var steps = state.Steps.ToString(CultureInfo.InvariantCulture);
        return $"{state.Step.ToString(CultureInfo.InvariantCulture).PadLeft(steps.Length)}/{steps}";
    }

    private static IEnumerable<string> Parts(ProgressState state, string rate)
    {
        yield return $"loss {state.Loss:0.0000}";
        yield return $"lr {Rate(state.LearningRate)}";
        yield return $"{state.ImagesPerSecond:0.0} {rate}";
        yield return $"data {100 * state.DataWait:0}%";
        yield return Memory(state.MemoryMib) + (state.DeviceMemoryMib is { } device ? $" + {Memory(device)} device" : "");
        if (state.Remaining is { } remaining)
        {
            yield return $"ETA {Time(remaining)}";
        }
    }
}
