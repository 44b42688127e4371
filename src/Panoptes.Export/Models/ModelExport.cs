using Panoptes.Export.Onnx;

namespace Panoptes.Export.Models;

/// <summary>A network's graph, and what was seen of the network while it was made.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Shape">What goes in.</param>
/// <param name="Multiple">What sides of images must be multiples of, where the size is free.</param>
/// <param name="Kind">The record of <c>Panoptes.Models.Outputs</c> that the network puts out.</param>
/// <param name="AlignCorners">Whether its logits are resized with corners aligned.</param>
/// <param name="MaskSpans">For each recorded pass the input's size, and the size that masks span.</param>
internal sealed record ModelExport(
    OnnxGraph Graph,
    InputShape Shape,
    int Multiple,
    Type Kind,
    bool AlignCorners,
    IReadOnlyList<((int Height, int Width) Input, (int Height, int Width) Masks)> MaskSpans)
{
    /// <summary>Why sides must be multiples of more than 1; null where they need not.</summary>
    public string? Limit { get; init; }
}
