using Panoptes.Tensors;

namespace Panoptes.Models.Detection;

/// <summary>
/// Boxes of one image that hold an object for sure, without masks. The tensors belong to the scope in which they were made.
/// </summary>
/// <param name="Boxes">(M, 4): left, top, right and bottom edge in pixels.</param>
/// <param name="Scores">(M): the probability of each one's class, 0 to 1.</param>
/// <param name="Classes">(M) int64: the place of its class among those of objects.</param>
public sealed record SureBoxes(Tensor Boxes, Tensor Scores, Tensor Classes)
{
    /// <summary>How many there are.</summary>
    public int Count => (int)Boxes.Size(0);

    /// <summary>Some of them.</summary>
    /// <param name="rows">(K) int64: which, in this order.</param>
    public SureBoxes Rows(Tensor rows) => new(Boxes.IndexSelect(0, rows), Scores.IndexSelect(0, rows), Classes.IndexSelect(0, rows));

    /// <summary>The same, handed to the scope around another.</summary>
    public SureBoxes Return(TensorScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.Return(Boxes, Scores, Classes);
        return this;
    }
}
