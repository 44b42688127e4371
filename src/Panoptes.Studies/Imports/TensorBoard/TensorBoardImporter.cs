using System.Globalization;
using Panoptes.Studies.Imports.Records;
using Panoptes.Studies.Imports.Sources;

namespace Panoptes.Studies.Imports.TensorBoard;

/// <summary>
/// Event files of TensorBoard. A folder with some is a run; several in it are its attempts, and folders <c>train</c>, <c>val</c>,
/// <c>validation</c>, <c>test</c> and <c>eval</c> beside each other are one run's.
/// </summary>
internal sealed class TensorBoardImporter : IRunImporter
{
    private const int MostPoints = 5_000_000;
    private const int MostStarts = 100;
    private static readonly string[] Parts = ["train", "val", "validation", "test", "eval"];
    private static readonly string[] Rates = ["lr", "learning_rate", "learningrate", "base_lr"];

    /// <inheritdoc/>
    public string Name => "tensorboard";

    /// <inheritdoc/>
    public string LooksFor => "events.out.tfevents.* files";

    /// <inheritdoc/>
    public bool Recognizes(string path) => SourceTree.At(path).Files().Any(IsEvents);

    /// <inheritdoc/>
    public IReadOnlyList<ImportedRun> Read(string path, Action<string> warn)
    {
        var tree = SourceTree.At(path);
        var runs = tree.Files(warn).Where(IsEvents).GroupBy(file => RunOf(tree, file)).OrderBy(group => group.Key, StringComparer.Ordinal);
        return EachRun.Read([.. runs], run => [Read(tree, run.Key, [.. run], warn)], warn);
    }

    private static bool IsEvents(string file) => Path.GetFileName(file).Contains("tfevents", StringComparison.Ordinal);

    private static string RunOf(SourceTree tree, string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        return Parts.Contains(Path.GetFileName(folder)) && !tree.IsFile && folder != tree.Root ? Path.GetDirectoryName(folder)! : folder;
    }

    private static ImportedRun? Read(SourceTree tree, string folder, List<string> files, Action<string> warn)
    {
        var draft = new RunDraft();
        var series = new Dictionary<string, SortedDictionary<long, double>>();
        var (first, last, superseded, points) = (double.MaxValue, 0.0, 0, 0);
        foreach (var file in files)
        {
            draft.Read(tree, file, true);
            var part = Path.GetDirectoryName(file)! == folder ? "" : Path.GetFileName(Path.GetDirectoryName(file)!) + "/";
            var (seen, starts) = (new HashSet<string>(), 0);
            foreach (var entry in TensorBoardFile.Read(file, tree.Shown(file), warn))
            {
                if (entry.IsStart && starts++ < MostStarts)
                {
                    superseded += series.Where(pair => pair.Key.StartsWith(part, StringComparison.Ordinal))
                        .Sum(pair => Drop(pair.Value, entry.Step));
                }

                foreach (var (name, value) in entry.Values)
                {
                    var tag = part + name;
                    var curve = series.TryGetValue(tag, out var known) ? known : series[tag] = [];
                    // A tag that an earlier file had too: this attempt went on before its end.
                    superseded += seen.Add(tag) ? Drop(curve, entry.Step) : 0;
                    if (curve.Count == 0 || points++ < MostPoints)
                    {
                        curve[entry.Step] = value;
                    }

                    (first, last) = (Math.Min(first, entry.WallTime), Math.Max(last, entry.WallTime));
                }
            }
        }

        if (series.Count == 0)
        {
            warn($"{tree.Shown(folder)}: left out, no curve");
            return null;
        }

        if (superseded > 0)
        {
            draft.Note($"{files.Count} files: {superseded} points that a later one logged again were left out");
        }

        if (last > first)
        {
            var span = (last - first).ToString("0", CultureInfo.InvariantCulture);
            draft.Note($"from the first event to the last {span} s, evaluations and pauses included; the training time is not known apart");
        }

        draft.Attempts.Add(Attempt(series));
        draft.Facts = new ImportedRun
        {
            Tool = "tensorboard",
            Source = tree.Shown(tree.IsFile ? files[0] : folder),
            Name = Path.GetFileName(folder),
        };
        return draft.Build();
    }

    private static SourceAttempt Attempt(Dictionary<string, SortedDictionary<long, double>> series)
    {
        var attempt = new SourceAttempt { ResumedAt = 0 };
        var evaluations = new SortedDictionary<long, Dictionary<string, double>>();
        foreach (var (tag, curve) in series.Where(pair => SourceMetric.IsKnown(pair.Key)))
        {
            foreach (var (step, value) in curve)
            {
                (evaluations.TryGetValue(step, out var values) ? values : evaluations[step] = []).Add(tag, value);
            }
        }

        // A loss alone is logged with every step of training by many.
        foreach (var (step, values) in evaluations)
        {
            if (values.Keys.Any(SourceMetric.IsResult))
            {
                attempt.Evaluations.Add(new EvaluationRecord(step, values));
            }
        }

        var rates = Curve(series, Rates);
        var losses = series.Where(pair => pair.Key.EndsWith("loss", StringComparison.OrdinalIgnoreCase)).SelectMany(pair => pair.Value)
            .Where(pair => !double.IsFinite(pair.Value)).Select(pair => pair.Key).ToHashSet();
        var (times, memory) = (Curve(series, ["time"]), Curve(series, ["memory"]));
        foreach (var step in series.Where(pair => IsTraining(pair.Key)).SelectMany(pair => pair.Value.Keys).Distinct().Order())
        {
            attempt.Training.Add(new TrainRecord(step, At(times, step), At(rates, step), At(memory, step), !losses.Contains(step)));
        }

        return attempt;
    }

    private static bool IsTraining(string tag) => tag.Contains("train", StringComparison.OrdinalIgnoreCase) || Rates.Contains(Last(tag))
        || (Last(tag) == "loss" && !tag.StartsWith("val", StringComparison.OrdinalIgnoreCase));

    private static SortedDictionary<long, double>? Curve(Dictionary<string, SortedDictionary<long, double>> series, string[] names) =>
        series.Where(pair => names.Contains(Last(pair.Key)) && !pair.Key.StartsWith("val", StringComparison.OrdinalIgnoreCase))
            .OrderBy(pair => pair.Key.Length).Select(pair => pair.Value).FirstOrDefault();

    private static string Last(string tag) => tag[(tag.LastIndexOf('/') + 1)..].ToLowerInvariant();

    private static double? At(SortedDictionary<long, double>? curve, long step) =>
        curve is not null && curve.TryGetValue(step, out var value) && double.IsFinite(value) ? value : null;

    private static int Drop(SortedDictionary<long, double> curve, long from)
    {
        if (curve.Count == 0 || curve.Keys.Last() < from)
        {
            return 0;
        }

        var gone = curve.Keys.Where(step => step >= from).ToList();
        gone.ForEach(step => curve.Remove(step));
        return gone.Count;
    }
}
