using Panoptes.Foundation;
using Panoptes.Metrics.Assignment;
using Panoptes.Models.Outputs;
using Panoptes.Tensors;
using Panoptes.Training.Points;

namespace Panoptes.Training.Matching;

/// <summary>
/// Matches the queries of a set of masks with the true masks of each image so that the summed cost is least, for every prediction layer by
/// itself. The device computes all costs, the host reads them once, and solves the assignments exactly.
/// </summary>
/// <param name="weights">How class, mask and dice are weighed.</param>
/// <param name="points">At how many points masks are compared.</param>
public sealed class MaskMatcher(MaskWeights weights, int points)
{
    /// <summary>Matches every layer and image.</summary>
    /// <param name="outputs">The predictions.</param>
    /// <param name="truths">The ground truth of each image.</param>
    /// <param name="draws">Where points come from.</param>
    /// <exception cref="InputException">A cost is NaN or infinite; names layer, image, query and mask.</exception>
    public MaskMatches Match(MaskSet outputs, IReadOnlyList<MaskTruth> truths, IPointDraws draws)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(truths);
        var costs = ReadCosts(outputs, truths, draws);
        var queries = (int)outputs.Last.ClassLogits.Size(1);
        var matches = new ImageMatch[outputs.Layers.Count][];
        var at = 0;
        for (var layer = 0; layer < matches.Length; layer++)
        {
            matches[layer] = new ImageMatch[truths.Count];
            for (var n = 0; n < truths.Count; n++)
            {
                var count = queries * truths[n].Masks.Count;
                matches[layer][n] = Solve(costs.AsSpan(at, count), queries, truths[n], layer);
                at += count;
            }
        }

        return new MaskMatches(truths, matches);
    }

    /// <summary>The costs of one image's queries and true masks in one layer.</summary>
    /// <param name="prediction">The layer's prediction.</param>
    /// <param name="layer">Its number, for the draws.</param>
    /// <param name="image">The image's number.</param>
    /// <param name="truth">The image's ground truth; at least one mask.</param>
    /// <param name="draws">Where points come from.</param>
    /// <returns>(Q, S).</returns>
    public Tensor Costs(MaskPrediction prediction, int layer, int image, MaskTruth truth, IPointDraws draws)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(draws);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var device = prediction.MaskLogits.Device;
        var shared = draws.Draw(PointPurpose.Matching, layer, image, 1, points, device);
        var masks = PointSampling.SampleShared(prediction.MaskLogits.Select(0, image).To(DType.Float32), shared.Squeeze(0));
        var classes = Tensor.From<long>([.. truth.Masks.Select(mask => (long)mask.Class)], truth.Masks.Count).To(device);
        var classLogits = prediction.ClassLogits.Select(0, image).To(DType.Float32);
        return scope.Return(MatchingCosts.Of(classLogits, masks, truth.At(shared.Squeeze(0)), classes, weights));
    }

    private static ImageMatch Solve(ReadOnlySpan<float> costs, int queries, MaskTruth truth, int layer)
    {
        var masks = truth.Masks.Count;
        if (masks == 0)
        {
            return new ImageMatch([], []);
        }

        var exact = new double[costs.Length];
        for (var i = 0; i < costs.Length; i++)
        {
            exact[i] = float.IsFinite(costs[i])
                ? costs[i]
                : throw new InputException(
                    $"matching of {truth.Name}, prediction {layer}",
                    $"a cost of {costs[i]} for query {i / masks} and mask {i % masks} (class {truth.Masks[i % masks].Class})",
                    "finite class and mask logits",
                    "lower the learning rate, or train in fp32 or bf16: the network's outputs are no numbers any more");
        }

        var pairs = LinearAssignment.Solve(exact, queries, masks);
        return new ImageMatch([.. pairs.Select(pair => pair.Row)], [.. pairs.Select(pair => pair.Column)]);
    }

    // Layer by layer, image by image, each Q x S in row-major order.
    private float[] ReadCosts(MaskSet outputs, IReadOnlyList<MaskTruth> truths, IPointDraws draws)
    {
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var flat = new List<Tensor>();
        for (var layer = 0; layer < outputs.Layers.Count; layer++)
        {
            for (var n = 0; n < truths.Count; n++)
            {
                if (truths[n].Masks.Count > 0)
                {
                    flat.Add(Costs(outputs.Layers[layer], layer, n, truths[n], draws).Flatten());
                }
            }
        }

        return flat.Count == 0 ? [] : Ops.Cat([.. flat], 0).ToArray<float>();
    }
}
