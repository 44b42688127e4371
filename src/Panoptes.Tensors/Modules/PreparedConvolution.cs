using Panoptes.Tensors.Native;

namespace Panoptes.Tensors.Modules;

/// <summary>
/// A convolution as inference runs it: with the normalization that follows in its weights, and the rectifier behind that where its kernel
/// does both. Dense ones on the CPU have their weights laid out for the bridge's kernels (kernels/convolution.h).
/// </summary>
internal sealed class PreparedConvolution : IDisposable
{
    // As convolution.h has them.
    private const int MostTaps = 64;
    private const int FewestInputs = 8;
    private static readonly long[] s_panelWidths = [16, 32, 48];

    private readonly Tensor _weight;
    private readonly Tensor? _bias;
    private readonly ConvolutionSteps _steps;
    private readonly long[] _kernel;
    private readonly long _outputs;
    private readonly bool _isPacked;
    private readonly bool _hasBias;
    private readonly Rectifier _rectifier;

    /// <summary>Takes weights and bias as they are now; keeps neither.</summary>
    /// <param name="weight">out, in / groups, kH, kW.</param>
    /// <param name="bias">One number an output channel, or null.</param>
    /// <param name="steps">How it moves.</param>
    /// <param name="rectifier">What follows.</param>
    public PreparedConvolution(Tensor weight, Tensor? bias, ConvolutionSteps steps, Rectifier rectifier)
    {
        (_steps, _rectifier) = (steps, rectifier);
        (_outputs, _kernel) = (weight.Size(0), [weight.Size(2), weight.Size(3)]);
        _isPacked = CanPack(weight, bias, steps.Groups);
        _hasBias = bias is not null;
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        if (_isPacked)
        {
            var (panels, summands) = Panels(weight, bias);
            (_weight, _bias) = (scope.Return(panels).Keep(), scope.Return(summands).Keep());
        }
        else
        {
            _weight = scope.Return(weight.EmptyLike().CopyInPlace(weight)).Keep();
            _bias = bias is null ? null : scope.Return(bias.Clone()).Keep();
        }
    }

    /// <summary>Whether <see cref="Part"/> can be asked for: where inputs of one tap follow each other, and nothing is added.</summary>
    public bool HasParts => _isPacked && _kernel is [1, 1] && !_hasBias && _rectifier == Rectifier.None;

    /// <summary>Whether the bridge has a kernel for a convolution with these weights on this processor.</summary>
    public static bool CanPack(Tensor weight, Tensor? bias, long groups) =>
        groups == 1 && weight.Device.IsCpu && weight.DType == DType.Float32 && (bias is null || bias.DType == DType.Float32)
        && weight.Size(1) >= FewestInputs && weight.Size(2) * weight.Size(3) <= MostTaps && NativeMethods.ProcessorLevel(-1) > 0;

    /// <summary>The convolution, rectified.</summary>
    /// <param name="x">N, C, H, W.</param>
    public Tensor Forward(Tensor x) => _isPacked ? Packed(x, _weight, _rectifier) : _steps.Run(x, _weight, _bias, _rectifier);

    /// <summary>The convolution of some of its inputs.</summary>
    /// <param name="x">N, C, H, W.</param>
    /// <param name="start">The place of the first of them among all.</param>
    public Tensor Part(Tensor x, long start)
    {
        using var panels = _weight.Narrow(1, start, x.Size(1));
        return Packed(x, panels, Rectifier.None);
    }

    /// <summary>Frees the weights.</summary>
    public void Dispose()
    {
        _weight.Dispose();
        _bias?.Dispose();
    }

    private Tensor Packed(Tensor x, Tensor panels, Rectifier rectifier)
    {
        var (lower, upper) = rectifier.Bounds();
        return x.PackedConv2d(panels, _bias!, _outputs, _kernel, _steps.Stride, _steps.Padding, _steps.Dilation, lower, upper);
    }

    // Panels of as many outputs as registers hold, the last one filled up with zeros: panel by panel, tap by tap, input by input.
    private static (Tensor Panels, Tensor Bias) Panels(Tensor weight, Tensor? bias)
    {
        var outputs = weight.Size(0);
        var width = s_panelWidths.FirstOrDefault(width => width >= outputs, s_panelWidths[^1]);
        var panels = (outputs + width - 1) / width;
        var depth = weight.Count / outputs;
        var rows = Tensor.Zeros([panels * width, depth]);
        rows.Narrow(0, 0, outputs).CopyInPlace(weight.Permute([0, 2, 3, 1]).Reshape([outputs, depth]));
        var summands = Tensor.Zeros([panels * width]);
        if (bias is not null)
        {
            summands.Narrow(0, 0, outputs).CopyInPlace(bias);
        }

        return (rows.View([panels, width, depth]).Permute([0, 2, 1]).Contiguous(), summands);
    }
}
