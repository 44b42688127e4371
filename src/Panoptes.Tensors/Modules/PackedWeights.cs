using Panoptes.Tensors.Native;

namespace Panoptes.Tensors.Modules;

/// <summary>
/// Weights as the bridge's kernels read them (kernels/convolution.h): panels of as many outputs as registers hold, the last one filled up
/// with zeros: panel by panel, tap by tap, input by input.
/// </summary>
internal sealed class PackedWeights : IDisposable
{
    // As convolution.h has it.
    private const int FewestInputs = 8;
    private static readonly long[] s_widths = [16, 32, 48];

    /// <summary>Takes weights and bias as they are now; keeps neither.</summary>
    /// <param name="weight">out, in, and a kernel's height and width where it has one.</param>
    /// <param name="bias">One number an output, or null.</param>
    public PackedWeights(Tensor weight, Tensor? bias)
    {
        Outputs = weight.Size(0);
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        var width = s_widths.FirstOrDefault(width => width >= Outputs, s_widths[^1]);
        var panels = (Outputs + width - 1) / width;
        var depth = weight.Count / Outputs;
        var rows = Tensor.Zeros([panels * width, depth]);
        var byTap = weight.Rank == 4 ? weight.Permute([0, 2, 3, 1]) : weight;
        rows.Narrow(0, 0, Outputs).CopyInPlace(byTap.Reshape([Outputs, depth]));
        var summands = Tensor.Zeros([panels * width]);
        if (bias is not null)
        {
            summands.Narrow(0, 0, Outputs).CopyInPlace(bias);
        }

        Panels = scope.Return(rows.View([panels, width, depth]).Permute([0, 2, 1]).Contiguous()).Keep();
        Bias = scope.Return(summands).Keep();
    }

    /// <summary>Outputs of all panels, without those that fill the last one up.</summary>
    public long Outputs { get; }

    /// <summary>Panels, taps and inputs, outputs of a panel.</summary>
    public Tensor Panels { get; }

    /// <summary>A number for every output of every panel.</summary>
    public Tensor Bias { get; }

    /// <summary>Whether the bridge has a kernel for such weights on this processor.</summary>
    public static bool CanHold(Tensor weight, Tensor? bias) =>
        weight.Device.IsCpu && weight.DType == DType.Float32 && (bias is null || bias.DType == DType.Float32)
        && weight.Size(1) >= FewestInputs && NativeMethods.ProcessorLevel(-1) > 0;

    /// <summary>Frees both.</summary>
    public void Dispose()
    {
        Panels.Dispose();
        Bias.Dispose();
    }
}
