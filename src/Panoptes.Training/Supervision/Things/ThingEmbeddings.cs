using Panoptes.Tensors;

namespace Panoptes.Training.Supervision.Things;

/// <summary>
/// The embeddings with which a network draws the true things of a batch, in one of its predictions: what intra-batch supervision multiplies
/// with the features of another image (de Geus and Dubbelman 2023, section 4.1). Row m is one embedding; a thing may have several, and be
/// drawn more than once.
/// </summary>
/// <param name="Embeddings">(M, C) float32, with gradients: mask logits are their product with <paramref name="Features"/>.</param>
/// <param name="Weights">
/// (M) float32: an embedding's share of its thing's loss, with gradients where the network's own loss has them; shares of one drawing of a
/// thing add up to 1, or to 0.
/// </param>
/// <param name="Images">For each row the image of the batch that its thing is in.</param>
/// <param name="Things">For each row the place of its thing among the true masks of that image, counted from 0.</param>
/// <param name="Classes">For each row its thing's train id.</param>
/// <param name="Features">(N, C, h, w) float32, with gradients: the embedding of every pixel of every image.</param>
public sealed record ThingEmbeddings(
    Tensor Embeddings,
    Tensor Weights,
    IReadOnlyList<int> Images,
    IReadOnlyList<int> Things,
    IReadOnlyList<int> Classes,
    Tensor Features)
{
    /// <summary>Drawings of things: what a sum of losses over rows is divided by, where it is not 0.</summary>
    public required int Drawings { get; init; }

    /// <summary>The weight of masks in the network's own loss, which multiplies that of intra-batch supervision (section 4.1).</summary>
    public double MaskWeight { get; init; } = 1;

    /// <summary>How many embeddings there are.</summary>
    public int Count => Images.Count;
}
