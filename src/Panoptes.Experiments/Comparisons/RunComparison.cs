using Panoptes.Experiments.Evaluations;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Comparisons;

/// <summary>
/// Runs side by side: settings that differ, results with paired intervals, confusion curves and pictures of the same images.
/// </summary>
public sealed record RunComparison
{
    /// <summary>How many runs can be compared.</summary>
    public const int MostRuns = 8;

    /// <summary>The runs; the others are held against the first.</summary>
    public required IReadOnlyList<ComparedRun> Runs { get; init; }

    /// <summary>Settings in which they differ.</summary>
    public required IReadOnlyList<ComparedSetting> Settings { get; init; }

    /// <summary>Their results, by kind of evaluation.</summary>
    public required IReadOnlyList<ComparedKind> Kinds { get; init; }

    /// <summary>What should be known, a line each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The same images as all runs segment them; empty where there are none to show.</summary>
    public IReadOnlyList<ComparedImage> Images { get; init; } = [];

    /// <summary>Compares runs by what their folders hold.</summary>
    /// <param name="paths">The runs' folders, two to <see cref="MostRuns"/>.</param>
    /// <param name="evaluation">Which evaluation: <c>val</c>, <c>test</c>, or another name that the folders have.</param>
    /// <exception cref="InputException">
    /// A run is missing, given twice or not measured; or they were measured on other data, other classes or by other kinds.
    /// </exception>
    public static RunComparison Of(IReadOnlyList<string> paths, string evaluation)
    {
        ArgumentNullException.ThrowIfNull(paths);
        if (paths.Count is < 2 or > MostRuns)
        {
            throw new InputException("runs compare", $"{paths.Count} runs", $"2 to {MostRuns}", "name the folders of some runs");
        }

        ComparedRun[] runs = [.. paths.Select((path, place) => ComparedRun.Read(path, place, evaluation))];
        for (var place = 1; place < runs.Length; place++)
        {
            RequireComparable(runs[0], runs[place]);
            if (runs.Take(place).Any(other => other.Folder.FullPath == runs[place].Folder.FullPath))
            {
                throw new InputException(runs[place].Folder.Shown, "the same run twice", "different runs", "name another one");
            }
        }

        var notes = new List<string>();
        foreach (var run in runs.Skip(1).Where(run => run.Evaluation.Protocol != runs[0].Evaluation.Protocol))
        {
            notes.Add($"{run.Title} was measured in another way ({run.Evaluation.Protocol}) than A ({runs[0].Evaluation.Protocol})");
        }

        return new RunComparison
        {
            Runs = runs,
            Settings = ComparedSetting.Of(runs),
            Kinds =
            [
                .. runs[0].Evaluation.Kinds.Select(kind => kind.Kind)
                    .Where(kind => runs.All(run => run.Evaluation.Kinds.Any(other => other.Kind == kind)))
                    .Select(kind => new KindComparer(runs, kind, notes.Add).Compare()),
            ],
            Notes = notes,
        };
    }

    private static void RequireComparable(ComparedRun a, ComparedRun b)
    {
        var (first, other) = (a.Evaluation, b.Evaluation);
        if (IsOtherData(first, other))
        {
            throw new InputException(
                b.Folder.Shown,
                $"{other.Title} of other data ({other.DataSet}, {other.Images} images{Hash(other)})",
                $"the data that {a.Folder.Shown} was measured on ({first.DataSet}, {first.Images} images{Hash(first)})",
                $"measure both on the same: ./panoptes eval {b.Folder.Shown} --split {first.Split} data.root={a.Config.Data.Root}");
        }

        if (!a.Summary.Classes.Select(c => c.Name).SequenceEqual(b.Summary.Classes.Select(c => c.Name)))
        {
            throw new InputException(
                b.Folder.Shown, $"{b.Summary.Classes.Count} classes ({b.Summary.ClassTable})",
                $"those of {a.Folder.Shown}: {a.Summary.Classes.Count} ({a.Summary.ClassTable})",
                "compare runs that tell the same classes apart");
        }

        var (kind, wanted) = (Kind(other), Kind(first));
        if (kind != wanted)
        {
            throw new InputException(
                b.Folder.Shown, $"an evaluation of kind {kind}", $"one of kind {wanted}, as {a.Folder.Shown} has",
                $"measure it by the same kind: ./panoptes eval {b.Folder.Shown} --split {other.Split} train.evaluation.kinds=[{wanted}]");
        }
    }

    private static bool IsOtherData(EvaluationFile a, EvaluationFile b) =>
        a.Images != b.Images
        || (a.Files.Length > 0 && b.Files.Length > 0 ? a.Files != b.Files : a.DataSet != b.DataSet || a.Split != b.Split);

    private static string Kind(EvaluationFile file) => file.Kinds.Count > 0 ? file.Kinds[0].Kind : "";

    private static string Hash(EvaluationFile file) => file.Files.Length > 0 ? $", inventory {file.Files[..8]}" : "";
}
