using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Imaging;
using Panoptes.Metrics.Semantic;

namespace Panoptes.Training.Evaluation;

/// <summary>The running counts of an evaluation.</summary>
internal sealed class EvaluationAccumulator(ClassTable classes, EvaluationConfig config)
{
    private readonly ConfusionMatrix total = new(classes.Count);
    private readonly PriorityQueue<ImageScore, double> worst = new();
    private double negativeLogLikelihood;

    /// <summary>Images counted.</summary>
    public int Images { get; private set; }

    /// <summary>Counts a few images of one size.</summary>
    public void Add(IReadOnlyList<(int Index, Sample Sample)> samples, ClassMap map)
    {
        var truth = samples.Select(entry => entry.Sample.Labels!).ToList();
        IReadOnlyList<Plane<ushort>> predictions;
        if (config.Loss)
        {
            (predictions, var sum) = map.Compare(truth, classes.VoidTrainId);
            negativeLogLikelihood += sum;
        }
        else
        {
            predictions = map.Labels();
        }

        for (var i = 0; i < samples.Count; i++)
        {
            var counts = new ConfusionMatrix(classes.Count);
            counts.Add<ushort>(truth[i].Pixels, predictions[i].Pixels, classes.VoidTrainId);
            total.Merge(counts);
            Images++;
            var scores = SemanticScores.From(counts);
            Rank(new ImageScore(samples[i].Index, samples[i].Sample.Name, scores.MeanIoU, scores.PixelAccuracy, scores.ValidPixels));
        }
    }

    /// <summary>What was found.</summary>
    public EvaluationResult Result(double seconds)
    {
        var scores = SemanticScores.From(total, [.. classes.Names]);
        return new EvaluationResult
        {
            Confusion = total,
            Scores = scores,
            Loss = config.Loss && scores.ValidPixels > 0 ? negativeLogLikelihood / scores.ValidPixels : null,
            Images = Images,
            WorstImages = [.. worst.UnorderedItems.Select(item => item.Element).OrderBy(score => score.MeanIoU).ThenBy(score => score.Index)],
            Seconds = seconds,
        };
    }

    // The queue gives up the highest score first, so that the lowest stay.
    private void Rank(ImageScore score)
    {
        if (!double.IsNaN(score.MeanIoU))
        {
            worst.Enqueue(score, -score.MeanIoU);
            if (worst.Count > config.WorstImages)
            {
                worst.Dequeue();
            }
        }
    }
}
