using Panoptes.Tensors;
using Panoptes.Training.Arithmetic;
using Panoptes.Training.Configuration;
using Panoptes.Training.Points;
using Panoptes.Training.Supervision.Things;

namespace Panoptes.Training.Supervision.IntraBatch;

/// <summary>
/// The loss of masks that ought to be empty: embeddings of the things of one image times the features of another one that does not show
/// them. Sigmoid focal loss with all labels negative (section 4.1).
/// </summary>
/// <param name="config">The focal loss's parameters, and how points are chosen.</param>
/// <param name="points">Points of each mask; 0 for all pixels.</param>
public sealed class EmptyMaskLoss(IntraBatchConfig config, int points)
{
    /// <summary>The loss of one prediction: the weighted sum over embeddings of each mask's mean, by the number of drawings.</summary>
    /// <param name="things">The embeddings.</param>
    /// <param name="partners">For each image of the batch the one that its embeddings meet; null where they meet none.</param>
    /// <param name="features">(C,h,w) float32 of an image, by its number.</param>
    /// <param name="draws">Where points come from.</param>
    /// <param name="prediction">The number of the prediction, for the draws.</param>
    /// <returns>A number with gradients; 0 with a gradient of 0 where nothing meets.</returns>
    public Tensor Of(ThingEmbeddings things, IReadOnlyList<int?> partners, Func<int, Tensor> features, IPointDraws draws, int prediction)
    {
        ArgumentNullException.ThrowIfNull(things);
        ArgumentNullException.ThrowIfNull(partners);
        ArgumentNullException.ThrowIfNull(features);
        using var scope = TensorScope.Open();
        var rows = Rows(things, partners);
        if (rows.Count == 0)
        {
            return scope.Return(
                things.Embeddings.Narrow(0, 0, 0).Sum(DType.Float32) + things.Features.Narrow(1, 0, 0).Sum(DType.Float32));
        }

        var masks = Masks(things, partners, features, rows);
        var weights = things.Weights.IndexSelect(0, RowIndices.Of(rows, things.Weights.Device));
        return scope.Return((Means(masks, draws, prediction) * weights).Sum() / Math.Max(1, DrawingsOf(things, rows)));
    }

    /// <summary>What the loss of a prediction is divided by, where that is at least 1.</summary>
    /// <param name="things">The embeddings.</param>
    /// <param name="partners">For each image of the batch the one that its embeddings meet; null where they meet none.</param>
    public double Drawings(ThingEmbeddings things, IReadOnlyList<int?> partners)
    {
        ArgumentNullException.ThrowIfNull(things);
        ArgumentNullException.ThrowIfNull(partners);
        return DrawingsOf(things, Rows(things, partners));
    }

    // Left-out rows leave the mean's denominator too, as in the released code.
    private static double DrawingsOf(ThingEmbeddings things, List<long> rows) =>
        rows.Count == things.Count ? things.Drawings : (double)things.Drawings * rows.Count / things.Count;

    // (M,1,h,w) logits, image by image: embeddings are chosen before the product.
    private static Tensor Masks(ThingEmbeddings things, IReadOnlyList<int?> partners, Func<int, Tensor> features, List<long> rows)
    {
        var masks = new List<Tensor>();
        foreach (var image in rows.GroupBy(row => things.Images[(int)row]))
        {
            var target = features(partners[image.Key]!.Value);
            var own = things.Embeddings.IndexSelect(0, RowIndices.Of(image, things.Embeddings.Device));
            masks.Add(own.Matmul(target.Flatten(1)).View([-1, 1, target.Size(1), target.Size(2)]));
        }

        return masks.Count == 1 ? masks[0] : Ops.Cat([.. masks], 0);
    }

    /// <summary>The rows that meet an image, in the order in which their masks are drawn.</summary>
    internal List<long> Rows(ThingEmbeddings things, IReadOnlyList<int?> partners) =>
        [.. Enumerable.Range(0, things.Count)
            .Where(row => partners[things.Images[row]] is not null && !(config.DropClassZero && things.Classes[row] == 0))
            .OrderBy(row => things.Images[row])
            .Select(row => (long)row)];

    // (M): each mask's mean focal loss.
    private Tensor Means(Tensor masks, IPointDraws draws, int prediction)
    {
        var logits = points == 0
            ? masks.Flatten(1)
            : PointSampling.Sample(
                masks, UncertainPoints.Choose(masks, draws, prediction, points, config.Oversampling, config.Importance)).Squeeze(1);
        return (logits.Sigmoid().Pow(config.FocalGamma) * logits.Softplus()).Mean([1]) * (1 - config.FocalAlpha);
    }
}
