using Panoptes.Tensors;

namespace Panoptes.Models.Weights;

/// <summary>One named tensor of a weight file: what it is, without its values.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="DType">Its element type as stored.</param>
/// <param name="Shape">Its sizes; empty for a single number.</param>
public sealed record WeightEntry(string Name, DType DType, IReadOnlyList<long> Shape)
{
    /// <summary>How many elements it has.</summary>
    public long Count { get; } = Shape.Aggregate(1L, (product, size) => checked(product * size));

    /// <summary>How many bytes its values take.</summary>
    public long ByteCount => checked(Count * DType.Size());

    /// <summary>The sizes as text: "64x3x7x7", or "scalar".</summary>
    public string ShapeText => Shape.Count == 0 ? "scalar" : string.Join('x', Shape);
}
