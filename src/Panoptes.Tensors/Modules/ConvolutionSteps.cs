namespace Panoptes.Tensors.Modules;

/// <summary>How a convolution moves over its input, whatever its weights; two numbers are for Y and X.</summary>
/// <param name="Stride">Step.</param>
/// <param name="Padding">Zeros on every side.</param>
/// <param name="Dilation">Distance between the kernel's cells.</param>
/// <param name="Groups">Groups of channels that do not see each other.</param>
/// <param name="IsDepthwise">Whether the bridge's kernels for depthwise convolutions of stride 1 take it.</param>
internal sealed record ConvolutionSteps(long[] Stride, long[] Padding, long[] Dilation, long Groups, bool IsDepthwise)
{
    /// <summary>The convolution, rectified.</summary>
    /// <param name="x">N, C, H, W.</param>
    /// <param name="weight">out, in / groups, kH, kW.</param>
    /// <param name="bias">One number an output channel, or null.</param>
    /// <param name="rectifier">What follows.</param>
    public Tensor Run(Tensor x, Tensor weight, Tensor? bias, Rectifier rectifier = Rectifier.None)
    {
        if (!IsDepthwise)
        {
            // libtorch flattens the weights where there is no image, and cannot where their channels are innermost.
            return rectifier.Overwrite(
                x.Conv2d(x.Size(0) == 0 ? weight.Contiguous() : weight, bias, Stride, Padding, Dilation, Groups));
        }

        var (lower, upper) = rectifier.Bounds();
        return rectifier == Rectifier.None
            ? x.DepthwiseConv2d(weight, bias, Padding, Dilation)
            : x.DepthwiseConv2dClamp(weight, bias, Padding, Dilation, lower, upper);
    }
}
