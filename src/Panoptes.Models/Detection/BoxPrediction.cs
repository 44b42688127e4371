using Panoptes.Tensors;

namespace Panoptes.Models.Detection;

/// <summary>What a stage says of boxes. The tensors belong to the scope in which it ran.</summary>
/// <param name="ClassLogits">(R, T + 1): logits of the T classes of objects and, last, of background.</param>
/// <param name="Deltas">(R, 4): the code of a better box; or (R, 4 T), one for each class.</param>
public sealed record BoxPrediction(Tensor ClassLogits, Tensor Deltas);
