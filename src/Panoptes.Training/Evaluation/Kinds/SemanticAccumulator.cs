using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Metrics.Exchange;
using Panoptes.Metrics.Semantic;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Training.Evaluation.Kinds;

/// <summary>Counts pixels by true and predicted class.</summary>
internal sealed class SemanticAccumulator(ClassTable classes, EvaluationConfig config) : IEvaluationAccumulator
{
    private readonly ConfusionMatrix total = new(classes.Count);
    private readonly WorstScores worst = new(config.WorstImages);

    // Of every image by itself, as sums of doubles depend on their order; null where it is not asked for, or the model gives none.
    private SortedDictionary<int, double>? losses = config.Loss ? [] : null;

    /// <inheritdoc/>
    public void Add(IReadOnlyList<(int Index, Sample Sample)> samples, IBatchPrediction prediction)
    {
        var truth = samples.Select(entry => Labels(entry.Sample)).ToList();
        var (predictions, likelihoods) = losses is null ? (prediction.Labels(), null) : prediction.Compare(truth, classes.VoidTrainId);
        losses = likelihoods is null ? null : losses;
        for (var i = 0; i < samples.Count; i++)
        {
            losses?.Add(samples[i].Index, likelihoods![i]);
            var counts = new ConfusionMatrix(classes.Count);
            counts.Add<ushort>(truth[i].Pixels, predictions[i].Pixels, classes.VoidTrainId);
            total.Merge(counts);
            var scores = SemanticScores.From(counts);
            worst.Offer(new ImageScore(samples[i].Index, samples[i].Sample.Name,
            [
                new("mean_iou", "mIoU", scores.MeanIoU),
                new("pixel_accuracy", "pixel accuracy", scores.PixelAccuracy),
            ]));
        }
    }

    /// <inheritdoc/>
    public void Merge(IEvaluationAccumulator other)
    {
        var counted = (SemanticAccumulator)other;
        total.Merge(counted.total);
        worst.Merge(counted.worst);
        Merge(counted.losses);
    }

    /// <inheritdoc/>
    public void Write(BinaryWriter writer)
    {
        total.Write(writer);
        worst.Write(writer);
        writer.Write(losses is not null);
        writer.WriteEach(losses ?? [], (to, image) =>
        {
            to.Write7BitEncodedInt(image.Key);
            to.Write(image.Value);
        });
    }

    /// <inheritdoc/>
    public void MergeFrom(BinaryReader reader)
    {
        total.Merge(ConfusionMatrix.Read(reader, classes.Count));
        worst.MergeFrom(reader);
        var hasLosses = reader.ReadBoolean();
        var read = reader.ReadEach(from => KeyValuePair.Create(from.ReadBelow(int.MaxValue, "image"), from.ReadDouble()));
        Merge(hasLosses ? read : null);
    }

    /// <inheritdoc/>
    public KindResult Result()
    {
        var scores = SemanticScores.From(total, [.. classes.Names]);
        var loss = scores.ValidPixels > 0 ? losses?.Values.Sum() / scores.ValidPixels : null;
        List<Metric> metrics =
        [
            new("mean_iou", "mIoU", scores.MeanIoU),
            new("pixel_accuracy", "pixel accuracy", scores.PixelAccuracy),
            new("mean_accuracy", "mean accuracy", scores.MeanAccuracy),
            new("frequency_weighted_iou", "frequency-weighted IoU", scores.FrequencyWeightedIoU),
            new("mean_f1", "mean F1", scores.MeanF1),
        ];
        if (loss is { } value)
        {
            metrics.Add(new Metric("loss", "loss", value) { IsShare = false, HigherIsBetter = false });
        }

        return new KindResult(EvaluationKind.Semantic.Name, metrics, new SemanticDetail(total, scores, loss), worst.Sorted);
    }

    /// <summary>The labels of a sample.</summary>
    /// <exception cref="InputException">It has none.</exception>
    public static Plane<ushort> Labels(Sample sample) => sample.Labels ?? throw new InputException(
        sample.ImageFile, "no labels", "a label file: evaluation compares with labels", "choose a split with labels, or use predict");

    private void Merge(IEnumerable<KeyValuePair<int, double>>? others)
    {
        losses = others is null ? null : losses;
        foreach (var (index, loss) in losses is null ? [] : others!)
        {
            losses!.Add(index, loss);
        }
    }
}
