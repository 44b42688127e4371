namespace Panoptes.Metrics.LabelQuality;

/// <summary>Holds labels against the truth, image by image; no mask is kept.</summary>
/// <param name="names">The names of the classes by train id.</param>
/// <param name="thresholds">By train id: labels of a higher score are kept, 0 to 1.</param>
/// <param name="threshold">That of classes without one of their own.</param>
/// <param name="floor">Labels of a lower score are not looked at.</param>
public sealed class LabelQualityCounter(
    IReadOnlyList<string> names, IReadOnlyList<double> thresholds, double threshold, double floor = LabelQualityCounter.LeastScore)
{
    /// <summary>The score below which labels are not looked at where nothing else is said.</summary>
    public const double LeastScore = 0.05;

    private readonly List<LabelOutcome> labels = [];
    private readonly List<TruthOutcome> truths = [];
    private int images;

    /// <summary>Adds an image.</summary>
    /// <param name="image">Its objects and labels.</param>
    public void Add(LabeledImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var looked = image with { Labels = [.. image.Labels.Where(label => label.Score >= floor)] };
        var (found, objects) = LabelMatching.Of(looked, images++);
        labels.AddRange(found);
        truths.AddRange(objects);
    }

    /// <summary>What it comes to.</summary>
    public LabelQualityReport Report()
    {
        var kept = labels.Where(label => label.Score > thresholds[label.Class]).ToArray();
        int[] classes = [.. labels.Select(label => label.Class).Concat(truths.Select(truth => truth.Class)).Distinct().Order()];
        var sweep = ThresholdPoint.Sweep(labels, truths.Count);
        var bins = LabelCalibration.Bins(labels.Select(label => (label.Score, label.IsRight)));
        return new LabelQualityReport
        {
            Images = images,
            Threshold = threshold,
            Floor = floor,
            LabelsPerImage = Rate(kept.Length),
            TruthsPerImage = Rate(truths.Count),
            Empty = Rate(images - kept.Select(label => label.Image).Distinct().Count()),
            All = QualityRow.Of("all", kept, truths, thresholds),
            ByClass = [.. classes.Select(id => QualityRow.Of(
                names[id], kept.Where(label => label.Class == id), truths.Where(truth => truth.Class == id), thresholds))],
            BySize = [.. Enum.GetValues<ObjectSize>().Select(size => QualityRow.Of(
                size.ToString().ToLowerInvariant(), kept.Where(label => label.Size == size),
                truths.Where(truth => truth.Size == size), thresholds))],
            Sweep = sweep,
            Best = ThresholdPoint.Best(sweep, threshold),
            Reliability = bins,
            CalibrationError = LabelCalibration.Error(bins),
            Calibration = [.. classes.Select(Calibration)],
        };
    }

    private double Rate(int count) => images == 0 ? double.NaN : (double)count / images;

    private ClassCalibration Calibration(int id)
    {
        LabelOutcome[] own = [.. labels.Where(label => label.Class == id)];
        var count = truths.Count(truth => truth.Class == id);
        return new ClassCalibration(
            names[id], thresholds[id], LabelCalibration.LocalizationError(own),
            LocalizationRecallPrecision.At(own, count, thresholds[id]), LocalizationRecallPrecision.Least(own, count));
    }
}
