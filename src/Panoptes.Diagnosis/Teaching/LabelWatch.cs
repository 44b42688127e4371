using System.Globalization;

namespace Panoptes.Diagnosis.Teaching;

/// <summary>Watches the labels of one teacher and their loss, step by step.</summary>
/// <param name="stream">The stream that it labels.</param>
/// <param name="nameOfLargest">Names the most frequent class; asked once, when it is spoken of.</param>
public sealed class LabelWatch(string stream, Func<string?> nameOfLargest)
{
    private const int EmptySteps = 200;
    private const double MostOfOneClass = 0.95;
    private const int LoggedSteps = 3;
    private const int LossSteps = 50;
    private const double MostLoss = 10;

    // An average over so many logged steps has collapsed where it is less than this share of the best one, if that was worth something.
    private const int AgreementSteps = 5;
    private const double LeastOfBest = 0.5;
    private const double LeastBest = 0.2;

    private readonly Queue<(double Supervised, double Taught)> losses = new();
    private readonly Queue<double> agreements = new();
    private double bestAgreement;
    private int empty;
    private int ofOneClass;

    /// <summary>Takes a step.</summary>
    /// <param name="step">The step; later than all before.</param>
    /// <returns>What it gives reason to say, said before or not.</returns>
    public IEnumerable<TeachingAlarm> Add(TeachingStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        empty = step.Empty >= 1 ? empty + 1 : 0;
        if (empty >= EmptySteps)
        {
            yield return new TeachingAlarm(
                TeachingSign.NoLabels, step.Step, $"no image of {stream} has had a label of the teacher for {EmptySteps} steps: "
                    + "lower the scores of train.teacher.labels, or train the teacher for longer before it teaches");
        }

        if (!double.IsNaN(step.LargestClass))
        {
            ofOneClass = step.LargestClass > MostOfOneClass ? ofOneClass + 1 : 0;
        }

        if (ofOneClass >= LoggedSteps && !double.IsNaN(step.LargestClass))
        {
            yield return new TeachingAlarm(
                TeachingSign.OneClass, step.Step, $"{Percent(step.LargestClass)} of the teacher's labels of {stream} are "
                    + $"{(nameOfLargest() is { } name ? $"'{name}'" : "of one class")}, at {LoggedSteps} logged steps in a row: the others "
                    + "are forgotten; lower their scores (train.teacher.labels.class_scores), or keep a share of each "
                    + "(train.teacher.labels.class_share, relative_pixel_score)");
        }

        if (MeanAgreement(step.Agreement) is { } agreement)
        {
            bestAgreement = Math.Max(bestAgreement, agreement);
            if (bestAgreement >= LeastBest && agreement < LeastOfBest * bestAgreement)
            {
                yield return new TeachingAlarm(
                    TeachingSign.Disagreement, step.Step, $"the trained network agrees with {Percent(agreement)} of the teacher's labels "
                        + $"of {stream}, after {Percent(bestAgreement)} before: their views of the images may be too far apart, or one of "
                        + "the two networks collapses; weaken augmentation.strong, or look at both with \"panoptes teacher-report\"");
            }
        }

        if (MeanLosses(step) is var (supervised, taught) && supervised > 0 && taught > MostLoss * supervised)
        {
            yield return new TeachingAlarm(
                TeachingSign.LossHigh, step.Step, $"the loss of the teacher's labels of {stream} has been "
                    + $"{(taught / supervised).ToString("0.#", CultureInfo.InvariantCulture)} times that of the truth over {LossSteps} "
                    + "steps: lower the weight of the teacher in train.supervisors (distillation.weight), or raise the scores of "
                    + "train.teacher.labels");
        }
    }

    private (double Supervised, double Taught)? MeanLosses(TeachingStep step)
    {
        losses.Enqueue((step.SupervisedLoss, step.TaughtLoss));
        if (losses.Count > LossSteps)
        {
            losses.Dequeue();
        }

        return losses.Count < LossSteps ? null : (losses.Average(loss => loss.Supervised), losses.Average(loss => loss.Taught));
    }

    private double? MeanAgreement(double now)
    {
        if (double.IsNaN(now))
        {
            return null;
        }

        agreements.Enqueue(now);
        if (agreements.Count > AgreementSteps)
        {
            agreements.Dequeue();
        }

        return agreements.Count < AgreementSteps ? null : agreements.Average();
    }

    private static string Percent(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + " %";
}
