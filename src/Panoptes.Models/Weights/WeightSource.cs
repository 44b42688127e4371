using Panoptes.Tensors;

namespace Panoptes.Models.Weights;

/// <summary>A tensor as a model may take it: one of the file's as it is, or made of one or several.</summary>
/// <param name="Name">Its name, translated so far.</param>
/// <param name="DType">Its element type.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Entries">The file's tensors that it comes from.</param>
/// <param name="Make">Makes it from those, read in their order; null where it is the only one of them, as it is.</param>
public sealed record WeightSource(
    string Name, DType DType, IReadOnlyList<long> Shape, IReadOnlyList<WeightEntry> Entries, Func<Tensor[], Tensor>? Make = null)
{
    /// <summary>An entry as it is.</summary>
    public static WeightSource Of(WeightEntry entry, string name)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new WeightSource(name, entry.DType, entry.Shape, [entry]);
    }

    /// <summary>The sizes as text: "64x3x7x7", or "scalar".</summary>
    public string ShapeText => Shape.Count == 0 ? "scalar" : string.Join('x', Shape);

    /// <summary>Reads its values; they belong to the innermost open scope.</summary>
    public Tensor Read(WeightFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var read = Entries.Select(file.ReadTensor).ToArray();
        return scope.Return(Make is null ? read[0] : Make(read).Contiguous());
    }
}
