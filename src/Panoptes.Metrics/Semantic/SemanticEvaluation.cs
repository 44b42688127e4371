using Panoptes.Foundation;
using Panoptes.Metrics.Rules;

namespace Panoptes.Metrics.Semantic;

/// <summary>How a semantic evaluation of folders is done.</summary>
public sealed record SemanticOptions
{
    /// <summary>The ground-truth value that counts nowhere.</summary>
    public int IgnoreIndex { get; init; } = 255;

    /// <summary>ADE20K's way: ground truth 0 is ignored too, and the rest move down by one; predictions stay.</summary>
    public bool ReduceZeroLabel { get; init; }

    /// <summary>
    /// The class of every value in ground-truth files, <see cref="IgnoreIndex"/> for those that are void; a value that is not
    /// listed is an error. Null where the values are classes already. Applied after <see cref="ReduceZeroLabel"/>.
    /// </summary>
    public IReadOnlyDictionary<int, int>? TruthClasses { get; init; }

    /// <summary>The same for prediction files; a value that is not listed is no class.</summary>
    public IReadOnlyDictionary<int, int>? PredictionClasses { get; init; }

    /// <summary>Whose averaging is followed.</summary>
    public SemanticConvention Convention { get; init; } = SemanticConvention.MmSegmentation;

    /// <summary>Whether train ids and raw ids that stand where the other is expected are taken for what they are.</summary>
    public ScoringRules Rules { get; init; }

    /// <summary>Worker threads; each holds one pair of maps.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Told how many of how many images are done, from any thread; null tells nobody.</summary>
    public Action<int, int>? Progress { get; init; }

    /// <summary>Whether every image's counts are kept, for intervals and comparisons.</summary>
    public bool KeepImages { get; init; }

    /// <summary>The class of a value in a ground-truth file; -1 where it is ignored.</summary>
    internal int ClassOfTruth(int value)
    {
        if (ReduceZeroLabel)
        {
            value = value == 0 || value == IgnoreIndex ? IgnoreIndex : value - 1;
        }

        var known = TruthClasses?.GetValueOrDefault(value, IgnoreIndex) ?? value;
        return known == IgnoreIndex ? -1 : known;
    }

    /// <summary>Whether a value of a ground-truth file is one that the table of classes does not know.</summary>
    internal bool IsUnlisted(int value)
    {
        if (ReduceZeroLabel)
        {
            value = value == 0 || value == IgnoreIndex ? IgnoreIndex : value - 1;
        }

        return TruthClasses is { } listed && value != IgnoreIndex && !listed.ContainsKey(value);
    }

    /// <summary>The class of a value in a prediction file; <see cref="IgnoreIndex"/> where it is none.</summary>
    internal int ClassOfPrediction(int value) =>
        PredictionClasses is null ? value : PredictionClasses.GetValueOrDefault(value, IgnoreIndex);
}

/// <summary>One cell of an image's confusion matrix.</summary>
/// <param name="Truth">True class, or the count of classes for none.</param>
/// <param name="Prediction">Predicted class, or the count of classes for none.</param>
/// <param name="Pixels">Pixels.</param>
public readonly record struct ConfusionCell(int Truth, int Prediction, long Pixels);

/// <summary>The counts of one image, empty cells left out.</summary>
/// <param name="Name">The ground-truth file below its folder.</param>
/// <param name="Cells">Its confusion matrix.</param>
public sealed record ImageConfusion(string Name, IReadOnlyList<ConfusionCell> Cells);

/// <summary>The outcome of a semantic evaluation.</summary>
/// <param name="Scores">The numbers.</param>
/// <param name="Confusion">The counts.</param>
/// <param name="Images">Every image's counts in order of name, where asked for.</param>
public sealed record SemanticReport(SemanticScores Scores, ConfusionMatrix Confusion, IReadOnlyList<ImageConfusion> Images);

/// <summary>Evaluates a folder of predicted label maps against one of ground truth; nothing is kept but counts.</summary>
public sealed class SemanticEvaluation
{
    private readonly IReadOnlyList<FilePair> files;
    private readonly IReadOnlyList<string> names;

    /// <summary>Pairs the files.</summary>
    /// <param name="truthFolder">Ground-truth PNGs, at any depth.</param>
    /// <param name="predictionFolder">Predicted PNGs of the same names; endings as in Cityscapes are seen through.</param>
    /// <param name="names">One name a class.</param>
    /// <exception cref="InputException">A folder is missing or empty, or a map has no prediction.</exception>
    public SemanticEvaluation(string truthFolder, string predictionFolder, IReadOnlyList<string> names)
    {
        var matched = FilePairs.Match(truthFolder, predictionFolder);
        (files, Unused) = (matched.Pairs, matched.Unused);
        this.names = names;
    }

    /// <summary>The pairs of files.</summary>
    public IReadOnlyList<FilePair> Files => files;

    /// <summary>Predictions that no ground truth has, below their folder.</summary>
    public IReadOnlyList<string> Unused { get; }

    /// <summary>Evaluates all images.</summary>
    /// <exception cref="InputException">A file is broken, of another size, or holds a label that is no class.</exception>
    public SemanticReport Run(SemanticOptions? options = null)
    {
        options ??= new SemanticOptions();
        var closedBin = options.Convention == SemanticConvention.MmSegmentation011;
        var counted = names.Count + (closedBin ? 1 : 0);
        var total = new ConfusionMatrix(counted);
        var images = new ImageConfusion[options.KeepImages ? files.Count : 0];
        ParallelItems.Run(
            files.Count, options.Threads, () => (Buffers: new LabelBuffers(options, names.Count), Counts: new ConfusionMatrix(counted)),
            (worker, i) =>
            {
                var image = new ConfusionMatrix(counted);
                worker.Buffers.Count(files[i], image);
                worker.Counts.Merge(image);
                if (options.KeepImages)
                {
                    images[i] = new ImageConfusion(files[i].Name, CellsOf(image));
                }
            }, worker => total.Merge(worker.Counts), options.Progress);

        return closedBin
            ? new SemanticReport(
                SemanticScores.From(Fold(total), names, options.Convention, PredictedAsClassCount(total)), Fold(total), images)
            : new SemanticReport(SemanticScores.From(total, names, options.Convention), total, images);
    }

    private static ConfusionCell[] CellsOf(ConfusionMatrix matrix)
    {
        var cells = new List<ConfusionCell>();
        for (var t = 0; t < matrix.Classes; t++)
        {
            for (var p = 0; p <= matrix.Classes; p++)
            {
                if (matrix[t, p] > 0)
                {
                    cells.Add(new ConfusionCell(t, p, matrix[t, p]));
                }
            }
        }

        return [.. cells];
    }

    // A matrix of one class more, whose last stands for predictions equal to the count of classes, back to the classes.
    private static ConfusionMatrix Fold(ConfusionMatrix more)
    {
        var classes = more.Classes - 1;
        var folded = new ConfusionMatrix(classes);
        for (var t = 0; t <= more.Classes; t++)
        {
            for (var p = 0; p <= more.Classes; p++)
            {
                folded.AddCount(Math.Min(t, classes), Math.Min(p, classes), more[t, p]);
            }
        }

        return folded;
    }

    private static long PredictedAsClassCount(ConfusionMatrix more) =>
        Enumerable.Range(0, more.Classes - 1).Sum(t => more[t, more.Classes - 1]);
}
