using Panoptes.Tensors.Recording;

namespace Panoptes.Export.Recordings;

/// <summary>One forward pass of a network.</summary>
/// <param name="Calls">What it called.</param>
/// <param name="Inputs">What went in.</param>
/// <param name="Outputs">What came out, by name.</param>
internal sealed record RecordedPass(
    IReadOnlyList<RecordedCall> Calls,
    IReadOnlyList<(string Name, RecordedTensor Tensor)> Inputs,
    IReadOnlyList<(string Name, RecordedTensor Tensor)> Outputs)
{
    /// <summary>The name of the input: (N,3,H,W), normalized.</summary>
    public const string Images = "images";
}
