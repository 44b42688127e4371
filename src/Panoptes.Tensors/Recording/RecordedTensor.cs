namespace Panoptes.Tensors.Recording;

/// <summary>
/// What a tensor held at one point of a recorded pass. A tensor that is written to in place has one of these before and another after.
/// </summary>
public sealed class RecordedTensor
{
    internal RecordedTensor(long[] shape, DType dtype, bool dependsOnInput)
    {
        (Shape, DType, DependsOnInput) = (shape, dtype, dependsOnInput);
    }

    /// <summary>Its sizes, outermost first.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The type of its elements.</summary>
    public DType DType { get; }

    /// <summary>Whether its elements follow from an input's.</summary>
    public bool DependsOnInput { get; }

    /// <summary>The name of the input, parameter or buffer that it is; null where it is none.</summary>
    public string? Name { get; internal init; }

    /// <summary>The call that it is a result of; null where none was recorded.</summary>
    public RecordedCall? Producer { get; internal set; }

    /// <summary>Which result of that call it is.</summary>
    public int Place { get; internal set; }

    /// <summary>
    /// Its elements in row-major order, where they do not follow from an input's and a call that does took them; else null.
    /// </summary>
    public byte[]? Elements { get; internal set; }
}
