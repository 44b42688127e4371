using Panoptes.Tensors;

namespace Panoptes.Models.Outputs;

/// <summary>A class for every pixel.</summary>
/// <param name="Logits">(N,C,h,w) at the head's stride, to be resized to the images.</param>
/// <param name="Auxiliary">Logits of heads that exist only to help training, by name ("aux"); empty in evaluation.</param>
public sealed record SemanticOutputs(Tensor Logits, IReadOnlyDictionary<string, Tensor> Auxiliary) : SegmenterOutputs
{
    /// <summary>Whether the logits are to be resized with the corner pixels' centers aligned, as the heads were made for.</summary>
    public bool AlignCorners { get; init; }

    /// <summary>The logits at another size, resized bilinearly as the head was made for.</summary>
    /// <param name="height">Height of the result in pixels, at least 1.</param>
    /// <param name="width">Width of the result in pixels, at least 1.</param>
    /// <returns>(N,C,height,width); the logits themselves where they have that size already.</returns>
    public Tensor LogitsAt(long height, long width) => Upsampling.ToSize(Logits, height, width, AlignCorners);

    /// <summary>The logits of an auxiliary head at another size, resized as <see cref="LogitsAt"/> does.</summary>
    /// <param name="head">The head's name, a key of <see cref="Auxiliary"/>.</param>
    /// <param name="height">Height of the result in pixels, at least 1.</param>
    /// <param name="width">Width of the result in pixels, at least 1.</param>
    /// <returns>(N,C,height,width); the logits themselves where they have that size already.</returns>
    /// <exception cref="KeyNotFoundException">There is no such head.</exception>
    public Tensor AuxiliaryAt(string head, long height, long width) =>
        Upsampling.ToSize(Auxiliary[head], height, width, AlignCorners);
}
