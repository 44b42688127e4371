using Panoptes.Tensors;

namespace Panoptes.Models.Segmenters;

/// <summary>What a segmenter says about a batch; each kind of network has its own record.</summary>
public abstract record SegmenterOutputs;

/// <summary>A class for every pixel.</summary>
/// <param name="Logits">(N,C,h,w) at the head's stride, to be resized to the images.</param>
/// <param name="Auxiliary">Logits of heads that exist only to help training, by name ("aux"); empty in evaluation.</param>
public sealed record SemanticOutputs(Tensor Logits, IReadOnlyDictionary<string, Tensor> Auxiliary) : SegmenterOutputs
{
    /// <summary>Whether the logits are to be resized with the corner pixels' centers aligned, as the heads were made for.</summary>
    public bool AlignCorners { get; init; }
}
