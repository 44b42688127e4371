using System.Globalization;
using Panoptes.Dashboard.Catalog;
using Panoptes.Experiments.Progress;

namespace Panoptes.Dashboard.Pages;

/// <summary>What is said of a run in a few words.</summary>
internal static class RunText
{
    /// <summary>The name of a state, and the color of its badge.</summary>
    public static (string Color, string Text) State(RunState state) => state switch
    {
        RunState.Running => ("live", "running"),
        RunState.Completed => ("good", "completed"),
        RunState.Stopped => ("warn", "stopped"),
        RunState.Failed => ("bad", "failed"),
        RunState.NotStarted => ("idle", "not started"),
        _ => ("idle", "being read"),
    };

    /// <summary>The title of a column or of what runs are grouped by.</summary>
    public static string Title(string column) => column switch
    {
        "step" => "steps",
        "speed" => "images/s",
        "place" => "folder or study",
        "family" => "configuration",
        _ => column,
    };

    /// <summary>A score in its own unit.</summary>
    public static string Score(RunScore? score, double? value) => value is not { } number ? Show.Absent
        : score?.IsShare == true ? Show.Percent(number) : Show.Number(number);

    /// <summary>A moment without the year: <c>11-21 12:05</c>.</summary>
    public static string Moment(DateTime utc) =>
        utc == default ? Show.Absent : utc.ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A moment for a <c>time</c> element.</summary>
    public static string Machine(DateTime utc) => utc.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>A size of a file.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1 << 10 => $"{bytes} B",
        < 1 << 20 => $"{bytes / 1024.0:0.0} KiB",
        < 1 << 30 => $"{bytes / 1048576.0:0.0} MiB",
        _ => $"{bytes / 1073741824.0:0.00} GiB",
    };
}
