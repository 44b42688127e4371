using System.CommandLine;
using System.Globalization;
using Panoptes.Experiments.Progress;
using Panoptes.Experiments.RunLists;

namespace Panoptes.Cli.CommandLine;

/// <summary>Runs as rows of text.</summary>
internal static class RunText
{
    /// <summary>The columns of a list.</summary>
    public static IReadOnlyList<string> Head { get; } = ["run", "state", "step", "model", "data_set", "task", "score", "value", "changed"];

    /// <summary>How a list is printed.</summary>
    public static Option<ListFormat> Format() => new("--format")
    {
        Description = "How it is printed.",
        DefaultValueFactory = _ => ListFormat.Table,
    };

    /// <summary>The folder that holds the runs.</summary>
    public static Option<string> Folder() => new("--folder")
    {
        Description = "The folder that holds the runs.",
        DefaultValueFactory = _ => "runs",
        HelpName = "DIR",
    };

    /// <summary>A run's cells, in full precision.</summary>
    public static IReadOnlyList<string> Cells(RunEntry run) =>
    [
        run.Folder.Name,
        run.State.Name,
        run.State.Step.ToString(CultureInfo.InvariantCulture),
        run.Model,
        run.DataSet,
        run.Task,
        run.Score is { } score ? $"{score.Evaluation}/{score.Name}" : "",
        run.Score?.Value?.ToString("R", CultureInfo.InvariantCulture) ?? "",
        run.Changed.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
    ];

    /// <summary>A run as one line whose columns do not depend on other runs, so that a list can begin at once.</summary>
    /// <param name="run">The run.</param>
    /// <param name="width">Characters of the longest name.</param>
    public static string Line(RunEntry run, int width)
    {
        var score = run.Score is { } found
            ? $"{found.Evaluation} {found.Title} {(found.IsShare ? Show.Percent(found.Value) : Show.Number(found.Value))}"
            : Show.Absent;
        return Line(
            run.Folder.Name, run.State.Name, run.State.Step.ToString(CultureInfo.InvariantCulture), run.Model, score,
            Show.Moment(run.Changed), width);
    }

    /// <summary>The line over the others.</summary>
    /// <param name="width">Characters of the longest name.</param>
    public static string HeadLine(int width) => Line("run", "state", "step", "model", "score", "changed", width);

    private static string Line(string name, string state, string step, string model, string score, string changed, int width) =>
        $"{name.PadRight(width)}  {state,-9}  {step,8}  {model,-28}  {score,-24}  {changed}".TrimEnd();
}
