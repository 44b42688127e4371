using Panoptes.Tensors;

namespace Panoptes.Experiments.Planning;

/// <summary>What matters of a parameter where its gradient is sent.</summary>
/// <param name="Bytes">Its gradient's size.</param>
/// <param name="Type">Its dtype: gradients of one bucket have the same.</param>
public readonly record struct ParameterSize(long Bytes, DType Type);
