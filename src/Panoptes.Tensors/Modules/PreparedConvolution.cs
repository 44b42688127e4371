namespace Panoptes.Tensors.Modules;

/// <summary>
/// A convolution as inference runs it: with the normalization that follows in its weights, and the rectifier behind that where its kernel
/// does both. Dense ones on the CPU have their weights laid out for the bridge's kernels (kernels/convolution.h).
/// </summary>
internal sealed class PreparedConvolution : IDisposable
{
    // As convolution.h has them.
    private const int MostTaps = 64;

    private readonly PackedWeights? _packed;
    private readonly Tensor? _weight;
    private readonly Tensor? _bias;
    private readonly ConvolutionSteps _steps;
    private readonly long[] _kernel;
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
        (_kernel, _hasBias) = ([weight.Size(2), weight.Size(3)], bias is not null);
        if (CanPack(weight, bias, steps.Groups))
        {
            _packed = new PackedWeights(weight, bias);
        }
        else
        {
            using var scope = TensorScope.Open();
            using var noGrad = Autograd.NoGrad();
            _weight = scope.Return(weight.EmptyLike().CopyInPlace(weight)).Keep();
            _bias = bias is null ? null : scope.Return(bias.Clone()).Keep();
        }
    }

    /// <summary>Whether <see cref="Part"/> can be asked for: where inputs of one tap follow each other, and nothing is added.</summary>
    public bool HasParts => _packed is not null && _kernel is [1, 1] && !_hasBias && _rectifier == Rectifier.None;

    /// <summary>Whether the bridge has a kernel for a convolution with these weights on this processor.</summary>
    public static bool CanPack(Tensor weight, Tensor? bias, long groups) =>
        groups == 1 && weight.Size(2) * weight.Size(3) <= MostTaps && PackedWeights.CanHold(weight, bias);

    /// <summary>The convolution, rectified.</summary>
    /// <param name="x">N, C, H, W.</param>
    public Tensor Forward(Tensor x) =>
        _packed is null ? _steps.Run(x, _weight!, _bias, _rectifier) : Packed(x, _packed.Panels, _rectifier);

    /// <summary>The convolution of some of its inputs.</summary>
    /// <param name="x">N, C, H, W.</param>
    /// <param name="start">The place of the first of them among all.</param>
    public Tensor Part(Tensor x, long start)
    {
        using var panels = _packed!.Panels.Narrow(1, start, x.Size(1));
        return Packed(x, panels, Rectifier.None);
    }

    /// <summary>Frees the weights.</summary>
    public void Dispose()
    {
        _packed?.Dispose();
        _weight?.Dispose();
        _bias?.Dispose();
    }

    private Tensor Packed(Tensor x, Tensor panels, Rectifier rectifier)
    {
        var (lower, upper) = rectifier.Bounds();
        var (stride, padding, dilation) = (_steps.Stride, _steps.Padding, _steps.Dilation);
        return x.PackedConv2d(panels, _packed!.Bias, _packed.Outputs, _kernel, stride, padding, dilation, lower, upper);
    }
}
