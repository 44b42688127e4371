using Panoptes.Foundation;
using Panoptes.Tensors;

namespace Panoptes.Models.Weights;

/// <summary>Reads a file's tensors for a model, and refuses values that no trained network has.</summary>
internal static class WeightValues
{
    private const string Variance = "running_var";
    private const string Advice = "get the file again, or another: it is damaged, or its training had failed";

    /// <summary>Reads a tensor in the type of the model's; it belongs to the innermost open scope.</summary>
    /// <param name="file">The file.</param>
    /// <param name="source">What to read.</param>
    /// <param name="name">The model's name for it.</param>
    /// <param name="target">The model's tensor.</param>
    /// <exception cref="InputException">Integers where the model has fractions, NaN, infinity, or a negative variance; names the
    /// tensor.</exception>
    public static Tensor Read(WeightFile file, WeightSource source, string name, Tensor target)
    {
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var isFloat = target.DType.IsFloatingPoint();
        var title = source.Entries.Count == 1 && source.Entries[0].Name == name
            ? name
            : $"{name} (from {string.Join(", ", source.Entries.Select(entry => entry.Name))})";
        if (isFloat && !source.DType.IsFloatingPoint())
        {
            throw new InputException(
                file.Path, $"integers ({source.DType}) for the floating-point tensor {title}", "trained weights",
                "use the weights from before they were quantized, or dequantize them: code times scale");
        }

        var values = source.Read(file).To(target.DType);
        if (isFloat && values.Count > 0 && Ops.All(Ops.Isfinite(values)).Item() == 0)
        {
            throw new InputException(file.Path, $"NaN or infinity in the tensor {title}", $"finite numbers within {target.DType}", Advice);
        }

        if (isFloat && name.EndsWith(Variance, StringComparison.Ordinal) && values.Count > 0 && values.Min().Item() < 0)
        {
            throw new InputException(file.Path, $"a negative variance in the tensor {title}", "variances of at least 0", Advice);
        }

        return scope.Return(values);
    }
}
