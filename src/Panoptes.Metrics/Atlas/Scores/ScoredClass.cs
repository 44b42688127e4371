using Panoptes.Metrics.Instances;
using Panoptes.Metrics.LabelQuality;
using Panoptes.Metrics.Scoring;

namespace Panoptes.Metrics.Atlas.Scores;

/// <summary>Detections of one class, or of all, at an IoU of 0.5: what their scores are worth.</summary>
/// <param name="Name">The class.</param>
/// <param name="Truths">Objects to find; crowds are none.</param>
/// <param name="Detections">Detections that count, those of all scores.</param>
public sealed record ScoredClass(string Name, long Truths, int Detections)
{
    private const int Steps = 100;

    /// <summary>The score from which on 2 TP / (2 TP + FP + FN) is largest; infinite where no detection is right.</summary>
    public required double BestScore { get; init; }

    /// <summary>By recall 0, 0.01 ... 1 the largest precision at that recall or a larger one; 0 where it is not reached.</summary>
    public required IReadOnlyList<double> Precision { get; init; }

    /// <summary>By score 0, 0.01 ... 1 the F1 of all detections from that score on.</summary>
    public required IReadOnlyList<double> F1 { get; init; }

    /// <summary>Detections by score, in tenths: how many, their mean score, and the share that is right.</summary>
    public required IReadOnlyList<ReliabilityBin> Reliability { get; init; }

    /// <summary>Expected calibration error, 0 to 1; NaN where there are no detections.</summary>
    public double CalibrationError => LabelCalibration.Error(Reliability);

    /// <summary>The places of <see cref="Precision"/> and <see cref="F1"/>.</summary>
    public static IReadOnlyList<double> Axis { get; } = [.. Enumerable.Range(0, Steps + 1).Select(i => (double)i / Steps)];

    /// <summary>All classes together first, then every class of the ground truth.</summary>
    /// <param name="truth">The ground truth.</param>
    /// <param name="results">The detections.</param>
    /// <param name="threads">Worker threads.</param>
    public static IReadOnlyList<ScoredClass> Of(InstanceSet truth, InstanceSet results, int threads)
    {
        var report = new InstanceEvaluation(truth, results, new InstanceOptions
        {
            IoUThresholds = [0.5],
            AreaRanges = [new AreaRange("all", 0, 1e10)],
            MaxDetections = [100],
            Threads = threads,
        }).Run();
        var parts = report.Outcomes.Select(Counted).ToArray();
        return
        [
            Of("all", [.. parts.SelectMany(part => part.Detections)], parts.Sum(part => part.Truths)),
            .. parts.Zip(report.Categories, (part, known) => Of(known.Name, part.Detections, part.Truths)),
        ];
    }

    /// <summary>What scores are worth.</summary>
    /// <param name="name">The class.</param>
    /// <param name="detections">Scores, 0 to 1, and whether they are right.</param>
    /// <param name="truths">How many objects there are to find.</param>
    public static ScoredClass Of(string name, IReadOnlyList<(double Score, bool IsRight)> detections, long truths)
    {
        ArgumentNullException.ThrowIfNull(detections);
        var falling = detections.OrderByDescending(one => one.Score).ToArray();
        return new ScoredClass(name, truths, detections.Count)
        {
            BestScore = ScoreThreshold.Of(detections, truths),
            Precision = Precisions(falling, truths),
            F1 = F1Of(falling, truths),
            Reliability = LabelCalibration.Bins(detections),
        };
    }

    private static (List<(double Score, bool IsRight)> Detections, long Truths) Counted(ClassOutcomes outcomes)
    {
        var counted = new List<(double, bool)>();
        for (var i = 0; i < outcomes.Scores.Length; i++)
        {
            var outcome = outcomes.Outcomes[i, 0];
            if (outcome != DetectionOutcome.Ignored)
            {
                counted.Add((outcomes.Scores[i], outcome == DetectionOutcome.Right));
            }
        }

        return (counted, outcomes.Images.Sum(image => (long)image.Counting[0]));
    }

    private static double[] Precisions((double Score, bool IsRight)[] falling, long truths)
    {
        var precision = new double[Steps + 1];
        var right = 0;
        for (var i = 0; i < falling.Length && truths > 0; i++)
        {
            right += falling[i].IsRight ? 1 : 0;
            var reached = (int)((long)right * Steps / truths);
            precision[Math.Min(Steps, reached)] = Math.Max(precision[Math.Min(Steps, reached)], (double)right / (i + 1));
        }

        for (var r = Steps - 1; r >= 0; r--)
        {
            precision[r] = Math.Max(precision[r], precision[r + 1]);
        }

        return precision;
    }

    private static double[] F1Of((double Score, bool IsRight)[] falling, long truths)
    {
        var f1 = new double[Steps + 1];
        var (right, next) = (0, 0);
        for (var s = Steps; s >= 0; s--)
        {
            for (; next < falling.Length && falling[next].Score >= Axis[s]; next++)
            {
                right += falling[next].IsRight ? 1 : 0;
            }

            f1[s] = next + truths == 0 ? double.NaN : 2.0 * right / (next + truths);
        }

        return f1;
    }
}
