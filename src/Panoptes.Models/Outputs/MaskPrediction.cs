using Panoptes.Tensors;

namespace Panoptes.Models.Outputs;

/// <summary>
/// What one decoder layer says of every query: a class and a mask. The tensors belong to the scope in which the network ran.
/// </summary>
/// <param name="ClassLogits">(N, Q, K + 1): logits of the K classes and, last, of "no object".</param>
/// <param name="MaskEmbeddings">(N, Q, C): what is multiplied with the pixel features to give the mask logits.</param>
/// <param name="MaskLogits">(N, Q, h, w): above 0 where a pixel is more likely inside the query's mask than outside.</param>
/// <param name="PixelFeatures">
/// (N, C, h, w): the embedding of every pixel; mask logits are its product with the mask embeddings. Layers share one (Mask2Former), or
/// each has its own (EoMT).
/// </param>
public sealed record MaskPrediction(Tensor ClassLogits, Tensor MaskEmbeddings, Tensor MaskLogits, Tensor PixelFeatures);
