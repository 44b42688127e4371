namespace Panoptes.Metrics.LabelQuality;

/// <summary>How good the scores and masks of a class's labels are.</summary>
/// <param name="Name">The class.</param>
/// <param name="Threshold">Its configured threshold, 0 to 1.</param>
/// <param name="LocalizationError">LaECE with tau 0 over all labels, before the threshold; 0 to 1, NaN without labels.</param>
/// <param name="Lrp">LRP with tau .5 at the threshold; 0 is perfect, 1 the worst, NaN with neither labels nor objects.</param>
/// <param name="LeastLrp">The least LRP over all thresholds (oLRP); NaN without objects.</param>
public sealed record ClassCalibration(string Name, double Threshold, double LocalizationError, double Lrp, double LeastLrp);

/// <summary>How good labels are. Shares and errors are 0 to 1, and NaN where there is nothing that they could be of.</summary>
public sealed record LabelQualityReport
{
    /// <summary>Images.</summary>
    public required int Images { get; init; }

    /// <summary>The configured threshold; single classes may have others.</summary>
    public required double Threshold { get; init; }

    /// <summary>Labels that were looked at have a score of at least this.</summary>
    public required double Floor { get; init; }

    /// <summary>Whether labels have scores; else nothing is said of thresholds and calibration.</summary>
    public bool HasScores { get; init; } = true;

    /// <summary>Labels above the threshold, an image.</summary>
    public required double LabelsPerImage { get; init; }

    /// <summary>Objects, an image.</summary>
    public required double TruthsPerImage { get; init; }

    /// <summary>The share of the images without a label above the threshold.</summary>
    public required double Empty { get; init; }

    /// <summary>At the threshold, of all labels.</summary>
    public required QualityRow All { get; init; }

    /// <summary>Of every class, in their order; those of which there is neither an object nor a label are left out.</summary>
    public required IReadOnlyList<QualityRow> ByClass { get; init; }

    /// <summary>Of small, medium and large objects.</summary>
    public required IReadOnlyList<QualityRow> BySize { get; init; }

    /// <summary>Other thresholds, .3 to .95 by .05.</summary>
    public required IReadOnlyList<ThresholdPoint> Sweep { get; init; }

    /// <summary>That of the sweep with the largest F1, of several the one nearest to the configured; null where none has one.</summary>
    public required ThresholdPoint? Best { get; init; }

    /// <summary>F1 at the configured threshold.</summary>
    public double F1 => All.Truths + All.Labels == 0 ? double.NaN
        : 2 * (All.Labels == 0 ? 0 : All.Precision * All.Labels) / (All.Truths + All.Labels);

    /// <summary>Ten bins of scores, over all labels from the floor on.</summary>
    public required IReadOnlyList<ReliabilityBin> Reliability { get; init; }

    /// <summary>Expected calibration error over these bins.</summary>
    public required double CalibrationError { get; init; }

    /// <summary>Scores and masks of every class in <see cref="ByClass"/>.</summary>
    public required IReadOnlyList<ClassCalibration> Calibration { get; init; }

    /// <summary>Mean over the classes that have labels of LaECE with tau 0 (Kuzucu et al. 2024).</summary>
    public double LocalizationError => Mean(Calibration.Select(row => row.LocalizationError));

    /// <summary>Mean over the classes that have objects of LRP at the threshold (Oksuz et al. 2021).</summary>
    public double Lrp => Mean(Calibration.Where(row => !double.IsNaN(row.LeastLrp)).Select(row => row.Lrp));

    /// <summary>Mean over the classes that have objects of the least LRP over all thresholds (oLRP).</summary>
    public double LeastLrp => Mean(Calibration.Select(row => row.LeastLrp));

    private static double Mean(IEnumerable<double> values) =>
        values.Where(value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN).Average();
}
