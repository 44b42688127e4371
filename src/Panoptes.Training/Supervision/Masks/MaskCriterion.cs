using Panoptes.Models.Outputs;
using Panoptes.Tensors;
using Panoptes.Training.Arithmetic;
using Panoptes.Training.Configuration;
using Panoptes.Training.Losses;
using Panoptes.Training.Matching;
using Panoptes.Training.Points;

namespace Panoptes.Training.Supervision.Masks;

/// <summary>
/// The loss of a set of masks with deep supervision (Mask2Former, section 3.3; <c>mask2former/modeling/criterion.py</c>): in every
/// prediction
/// layer the class of all queries, and the masks of the matched ones at their most uncertain points.
/// </summary>
/// <remarks>
/// Masks are multiplied out for the matched queries alone, from embeddings and features, so that no gradient passes through the logits of
/// the others.
/// </remarks>
/// <param name="config">Weights and points.</param>
public sealed class MaskCriterion(MaskLossConfig config)
{
    /// <summary>
    /// The losses <c>loss_ce</c>, <c>loss_mask</c>, <c>loss_dice</c> of the last layer, and of layer i before it those with <c>_i</c>
    /// behind.
    /// </summary>
    /// <param name="outputs">The predictions, with gradients.</param>
    /// <param name="matches">Which queries answer for which masks.</param>
    /// <param name="draws">Where points come from.</param>
    public IReadOnlyList<NamedLoss> Compute(MaskSet outputs, MaskMatches matches, IPointDraws draws)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(matches);
        ArgumentNullException.ThrowIfNull(draws);
        var masks = new LossDivisor(matches.MaskCount, Least: 1);
        var losses = new List<NamedLoss>();
        for (var layer = outputs.Layers.Count - 1; layer >= 0; layer--)
        {
            var suffix = layer == outputs.Layers.Count - 1 ? "" : $"_{layer}";
            var prediction = outputs.Layers[layer];
            var classes = new LossDivisor(QueryWeight(prediction, matches, layer));
            losses.Add(new NamedLoss($"loss_ce{suffix}", ClassLoss(prediction, matches, layer), config.ClassWeight) { Over = classes });
            var (mask, dice) = MaskLosses(prediction, matches, layer, draws);
            losses.Add(new NamedLoss($"loss_mask{suffix}", mask, config.MaskWeight) { Over = masks });
            losses.Add(new NamedLoss($"loss_dice{suffix}", dice, config.DiceWeight) { Over = masks });
        }

        return losses;
    }

    /// <summary>The logits of the matched queries' masks, image by image: (M,1,h,w) float32.</summary>
    /// <param name="embeddings">(N,Q,C).</param>
    /// <param name="features">(N,C,h,w) float32.</param>
    /// <param name="matches">The match of each image.</param>
    public static Tensor MatchedMasks(Tensor embeddings, Tensor features, IReadOnlyList<ImageMatch> matches)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(matches);
        var (height, width) = (features.Size(2), features.Size(3));
        var masks = new List<Tensor>();
        for (var n = 0; n < matches.Count; n++)
        {
            if (matches[n].Count > 0)
            {
                var chosen = RowIndices.Of(matches[n].Queries.Select(query => (long)query), embeddings.Device);
                var own = embeddings.Select(0, n).IndexSelect(0, chosen).To(DType.Float32);
                masks.Add(own.Matmul(features.Select(0, n).Flatten(1)).View([-1, 1, height, width]));
            }
        }

        return masks.Count == 1 ? masks[0] : Ops.Cat([.. masks], 0);
    }

    private static Tensor TruthAt(Tensor points, MaskMatches matches, int layer)
    {
        var parts = new List<Tensor>();
        var start = 0;
        for (var n = 0; n < matches.Truths.Count; n++)
        {
            var match = matches.Layers[layer][n];
            if (match.Count > 0)
            {
                parts.Add(matches.Truths[n].At(points.Narrow(0, start, match.Count), match.Masks));
                start += match.Count;
            }
        }

        return parts.Count == 1 ? parts[0] : Ops.Cat([.. parts], 0);
    }

    // What the class loss is divided by: the weights of all queries' classes.
    private double QueryWeight(MaskPrediction prediction, MaskMatches matches, int layer)
    {
        var queries = prediction.ClassLogits.Size(0) * prediction.ClassLogits.Size(1);
        var matched = matches.Layers[layer].Sum(match => match.Count);
        return matched + ((queries - matched) * config.NoObjectWeight);
    }

    private Tensor ClassLoss(MaskPrediction prediction, MaskMatches matches, int layer)
    {
        var classLogits = prediction.ClassLogits;
        var (images, queries, none) = ((int)classLogits.Size(0), (int)classLogits.Size(1), classLogits.Size(2) - 1);
        var targets = new long[images * queries];
        Array.Fill(targets, none);
        for (var n = 0; n < images; n++)
        {
            var match = matches.Layers[layer][n];
            for (var i = 0; i < match.Count; i++)
            {
                targets[(n * queries) + match.Queries[i]] = matches.Truths[n].Masks[match.Masks[i]].Class;
            }
        }

        var weights = new float[none + 1];
        Array.Fill(weights, 1);
        weights[none] = (float)config.NoObjectWeight;
        using var scope = TensorScope.Open();
        var device = classLogits.Device;
        var flat = classLogits.To(DType.Float32).Reshape([images * queries, none + 1]);
        var (truth, each) = (
            Tensor.From<long>(targets, targets.Length).To(device), Tensor.From<float>(weights, weights.Length).To(device));
        if (config.DropIou is not { } least)
        {
            return scope.Return(flat.CrossEntropyLoss(truth, each, Reductions.Mean));
        }

        // What is dropped stays in the denominator.
        var told = DroppedQueries.Weights(prediction, matches.Truths, matches.Layers[layer], least).Flatten();
        return scope.Return((flat.CrossEntropyLoss(truth, each, Reductions.None) * told).Sum() / each.IndexSelect(0, truth).Sum());
    }

    private (Tensor Mask, Tensor Dice) MaskLosses(
        MaskPrediction prediction, MaskMatches matches, int layer, IPointDraws draws)
    {
        // What the backward pass does not need goes at once: candidates of points are three times as many as points.
        using var scope = TensorScope.Open();
        var (embeddings, features) = (prediction.MaskEmbeddings, prediction.PixelFeatures.To(DType.Float32));
        if (matches.Layers[layer].All(match => match.Count == 0))
        {
            // 0 with a gradient of 0: every parameter takes part in every step.
            var nothing = scope.Return(embeddings.Narrow(1, 0, 0).Sum(DType.Float32) + features.Narrow(1, 0, 0).Sum());
            return (nothing, nothing);
        }

        var divisor = (double)Math.Max(1, matches.MaskCount);
        var masks = MatchedMasks(embeddings, features, matches.Layers[layer]);
        var points = UncertainPoints.Choose(masks, draws, layer, config.Points, config.Oversampling, config.Importance);
        var truth = TruthAt(points, matches, layer);
        var logits = PointSampling.Sample(masks, points).Squeeze(1);
        var entropy = logits.BinaryCrossEntropyWithLogits(truth, null, null, Reductions.None).Mean([1]).Sum() / divisor;
        var inside = logits.Sigmoid();
        var dice = 1 - ((((inside * truth).Sum([1]) * 2) + 1) / (inside.Sum([1]) + truth.Sum([1]) + 1));
        return (scope.Return(entropy), scope.Return(dice.Sum() / divisor));
    }
}
