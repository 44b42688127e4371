namespace Panoptes.Export.Onnx;

/// <summary>A size of an input or output: a number, or a name where it is free.</summary>
internal readonly record struct OnnxSize(long Value, string? Name);

/// <summary>An input or output.</summary>
internal sealed record OnnxValue(string Name, OnnxElement Element, IReadOnlyList<OnnxSize> Shape);

/// <summary>A tensor that the file carries; its elements in row-major order, little-endian.</summary>
internal sealed record OnnxTensor(string Name, OnnxElement Element, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Elements);

/// <summary>
/// One operator. Attributes are <c>long</c>, <c>float</c>, <c>string</c>, <c>long[]</c> or <c>float[]</c>; an input that is left out is the
/// empty name.
/// </summary>
internal sealed record OnnxNode(
    string Operator, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyList<(string Name, object Value)> Attributes);

/// <summary>A graph: nodes in an order in which they can be computed.</summary>
internal sealed record OnnxGraph(
    string Name,
    IReadOnlyList<OnnxNode> Nodes,
    IReadOnlyList<OnnxTensor> Tensors,
    IReadOnlyList<OnnxValue> Inputs,
    IReadOnlyList<OnnxValue> Outputs,
    IReadOnlyDictionary<string, OnnxElement> Elements);

/// <summary>A graph with what readers are told beside it.</summary>
internal sealed record OnnxModel(OnnxGraph Graph, IReadOnlyList<(string Key, string Value)> Metadata);
