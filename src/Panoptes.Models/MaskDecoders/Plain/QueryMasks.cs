using Panoptes.Models.Outputs;
using Panoptes.Tensors;

namespace Panoptes.Models.MaskDecoders.Plain;

/// <summary>Numbers in [0, 1) that decide which queries of a block leave their masks.</summary>
/// <param name="block">Which of the blocks that queries pass, from 0.</param>
/// <param name="images">Images in the batch.</param>
/// <param name="queries">Queries of an image.</param>
/// <returns>(images, queries) float32, on the network's device; belongs to the innermost open scope.</returns>
public delegate Tensor QueryDraws(int block, long images, long queries);

/// <summary>
/// The attention mask of queries (EoMT, section 3.3): a query sees all queries, the tokens in front of the patches, and of the patches
/// those inside its last mask; with a probability that is annealed block by block, all.
/// </summary>
/// <param name="probabilities">The buffer: for each block the share of queries that stay inside their masks, float32.</param>
internal sealed class QueryMasks(Tensor probabilities)
{
    // What the buffer holds, so that a step on a GPU need not wait to learn it; null where another may have written to it.
    private float[]? known;

    /// <summary>Sets the share of queries of every block.</summary>
    public void Set(IReadOnlyList<double> shares)
    {
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        known = [.. shares.Select(share => (float)share)];
        probabilities.CopyInPlace(Tensor.From<float>(known, known.Length));
    }

    /// <summary>Reads the buffer anew: weights may have been loaded.</summary>
    public void Refresh() => known = null;

    /// <summary>Whether any query of a block may be held inside its mask.</summary>
    /// <param name="block">Which block.</param>
    /// <param name="isTraining">
    /// In training each query is drawn; else all do what the larger share does, so that nothing is random.
    /// </param>
    public bool Binds(int block, bool isTraining) => isTraining ? Share(block) > 0 : Share(block) > 0.5f;

    /// <summary>What queries see in a block that binds them.</summary>
    /// <param name="block">Which block.</param>
    /// <param name="prediction">The prediction before it.</param>
    /// <param name="grid">Rows and columns of patches.</param>
    /// <param name="prefix">Tokens between queries and patches.</param>
    /// <param name="draws">Where random numbers come from; null draws none and holds every query.</param>
    /// <returns>(N, queries, queries + prefix + patches), true where a query may look; no gradient.</returns>
    public Tensor Visible(int block, MaskPrediction prediction, (long Height, long Width) grid, long prefix, QueryDraws? draws)
    {
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var logits = prediction.MaskLogits.Detach();
        var inside = logits.UpsampleBilinear2d([grid.Height, grid.Width], false).Flatten(2).Gt(0);
        var (images, queries) = (inside.Size(0), inside.Size(1));
        if (draws is not null && Share(block) < 1)
        {
            inside = inside.LogicalOr(draws(block, images, queries).Gt(Share(block)).Unsqueeze(-1));
        }

        var others = Tensor.Ones([images, queries, queries + prefix], DType.Bool, inside.Device);
        return scope.Return(Ops.Cat([others, inside], -1));
    }

    private float Share(int block) => (known ??= probabilities.ToArray<float>())[block];
}
