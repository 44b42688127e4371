using Panoptes.Foundation;

namespace Panoptes.Metrics.Semantic;

/// <summary>
/// Which published evaluator's averaging is followed; they differ in which classes count and where a missing prediction counts.
/// </summary>
public enum SemanticConvention
{
    /// <summary>
    /// mmsegmentation 0.24 and later: a class that is predicted but not in the truth has IoU 0 and lowers the mean; one
    /// in neither is left out. Pixels predicted as no class still count in the truth's area.
    /// </summary>
    MmSegmentation,

    /// <summary>
    /// mmsegmentation 0.11 (SegFormer's): as <see cref="MmSegmentation"/>, but numpy's last histogram bin is closed, so a
    /// prediction equal to the count of classes is counted as the last class's area. Needs that count given apart.
    /// </summary>
    MmSegmentation011,

    /// <summary>
    /// detectron2's SemSegEvaluator: only classes that occur in the truth are averaged; pixels predicted as no class
    /// count nowhere.
    /// </summary>
    Detectron2,
}

/// <summary>Scores of one class; every rate is a fraction in [0, 1], or NaN where its denominator is empty.</summary>
/// <param name="Name">The class's name.</param>
/// <param name="TruthPixels">Pixels of this class in the ground truth.</param>
/// <param name="PredictedPixels">Pixels predicted as this class where the truth is not ignored.</param>
/// <param name="IntersectionPixels">Pixels that are both.</param>
/// <param name="IoU">Intersection over union.</param>
/// <param name="Accuracy">Intersection over truth; the same as recall.</param>
/// <param name="Precision">Intersection over prediction.</param>
/// <param name="F1">Harmonic mean of precision and recall; NaN where either is, or where both are 0.</param>
/// <param name="Dice">2 intersection / (truth + prediction).</param>
public sealed record ClassScores(
    string Name,
    long TruthPixels,
    long PredictedPixels,
    long IntersectionPixels,
    double IoU,
    double Accuracy,
    double Precision,
    double F1,
    double Dice)
{
    /// <summary>Intersection over truth: the same number as <see cref="Accuracy"/>.</summary>
    public double Recall => Accuracy;

    /// <summary>Whether the class is neither in the truth nor predicted: every rate is NaN then.</summary>
    public bool IsAbsent => TruthPixels == 0 && PredictedPixels == 0;
}

/// <summary>Semantic segmentation scores of a <see cref="ConfusionMatrix"/>; fractions, NaN where undefined.</summary>
public sealed record SemanticScores
{
    /// <summary>Whose averaging was followed.</summary>
    public required SemanticConvention Convention { get; init; }

    /// <summary>Scores of every class, in the order of the matrix.</summary>
    public required IReadOnlyList<ClassScores> Classes { get; init; }

    /// <summary>Mean of the classes' IoU (mIoU).</summary>
    public required double MeanIoU { get; init; }

    /// <summary>Correct pixels over valid pixels (aAcc).</summary>
    public required double PixelAccuracy { get; init; }

    /// <summary>Mean of the classes' accuracies (mAcc).</summary>
    public required double MeanAccuracy { get; init; }

    /// <summary>IoU weighted by the share of each class in the truth (fwIoU).</summary>
    public required double FrequencyWeightedIoU { get; init; }

    /// <summary>Mean of the classes' Dice.</summary>
    public required double MeanDice { get; init; }

    /// <summary>Mean of the classes' F1.</summary>
    public required double MeanF1 { get; init; }

    /// <summary>Mean of the classes' precision.</summary>
    public required double MeanPrecision { get; init; }

    /// <summary>How many classes <see cref="MeanIoU"/> averages.</summary>
    public required int ClassesAveraged { get; init; }

    /// <summary>Pixels with a class in the truth.</summary>
    public required long ValidPixels { get; init; }

    /// <summary>Share of the valid pixels that were predicted as no class; 0 where there are no pixels.</summary>
    public required double NoPredictionShare { get; init; }

    /// <summary>Mean of the classes' recall: the same number as <see cref="MeanAccuracy"/>.</summary>
    public double MeanRecall => MeanAccuracy;

    /// <summary>Scores of a confusion matrix.</summary>
    /// <param name="confusion">The counts.</param>
    /// <param name="names">One name a class; null numbers them.</param>
    /// <param name="convention">Whose averaging to follow.</param>
    /// <param name="predictionsEqualToClassCount">For <see cref="SemanticConvention.MmSegmentation011"/> only: valid pixels predicted as
    /// exactly the count of classes.</param>
    /// <exception cref="InputException">There are not as many names as classes.</exception>
    public static SemanticScores From(
        ConfusionMatrix confusion,
        IReadOnlyList<string>? names = null,
        SemanticConvention convention = SemanticConvention.MmSegmentation,
        long predictionsEqualToClassCount = 0)
    {
        ArgumentNullException.ThrowIfNull(confusion);
        names ??= [.. Enumerable.Range(0, confusion.Classes).Select(i => $"class_{i}")];
        if (names.Count != confusion.Classes)
        {
            throw new InputException(
                "class names", $"{names.Count} names", $"{confusion.Classes}, one a class",
                "give the names of the classes that the matrix counts");
        }

        var classes = new ClassScores[confusion.Classes];
        long none = 0;
        for (var c = 0; c < classes.Length; c++)
        {
            var (truth, predicted) = (confusion.TruthPixels(c), confusion.PredictedPixels(c));
            none += confusion[c, confusion.None];
            if (convention == SemanticConvention.Detectron2)
            {
                truth -= confusion[c, confusion.None];
            }
            else if (convention == SemanticConvention.MmSegmentation011 && c == classes.Length - 1)
            {
                predicted += predictionsEqualToClassCount;
            }

            classes[c] = ScoresOf(names[c], truth, predicted, confusion[c, c]);
        }

        return Average(classes, convention, confusion.Valid, none);
    }

    private static SemanticScores Average(ClassScores[] classes, SemanticConvention convention, long valid, long none)
    {
        var averaged = convention == SemanticConvention.Detectron2 ? [.. classes.Where(c => c.TruthPixels > 0)] : classes;
        var truth = classes.Sum(c => c.TruthPixels);
        return new SemanticScores
        {
            Convention = convention,
            Classes = classes,
            MeanIoU = Mean(averaged, c => c.IoU),
            PixelAccuracy = Ratio(classes.Sum(c => c.IntersectionPixels), truth),
            MeanAccuracy = Mean(averaged, c => c.Accuracy),
            FrequencyWeightedIoU =
                truth == 0 ? double.NaN : classes.Where(c => c.TruthPixels > 0).Sum(c => c.IoU * Ratio(c.TruthPixels, truth)),
            MeanDice = Mean(averaged, c => c.Dice),
            MeanF1 = Mean(averaged, c => c.F1),
            MeanPrecision = Mean(averaged, c => c.Precision),
            ClassesAveraged = averaged.Count(c => !double.IsNaN(c.IoU)),
            ValidPixels = valid,
            NoPredictionShare = valid == 0 ? 0 : Ratio(none, valid),
        };
    }

    private static ClassScores ScoresOf(string name, long truth, long predicted, long intersection)
    {
        var (precision, recall) = (Ratio(intersection, predicted), Ratio(intersection, truth));
        return new ClassScores(
            name,
            truth,
            predicted,
            intersection,
            Ratio(intersection, truth + predicted - intersection),
            recall,
            precision,
            2 * (precision * recall) / (precision + recall),
            Ratio(2 * intersection, truth + predicted));
    }

    private static double Ratio(long part, long whole) => whole == 0 ? double.NaN : (double)part / whole;

    private static double Mean(IReadOnlyList<ClassScores> classes, Func<ClassScores, double> rate)
    {
        var (sum, count) = (0.0, 0);
        foreach (var value in classes.Select(rate).Where(value => !double.IsNaN(value)))
        {
            sum += value;
            count++;
        }

        return count == 0 ? double.NaN : sum / count;
    }
}
