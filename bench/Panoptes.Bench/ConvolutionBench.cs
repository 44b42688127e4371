using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Bench;

/// <summary>
/// Convolutions of inference as networks have them, each with a rectifier behind it: the bridge's kernels in turn with libtorch's.
/// </summary>
internal static class ConvolutionBench
{
    private sealed record Case(long Inputs, long Outputs, long Kernel, long Stride, long Dilation, long Height, long Width);

    private static readonly Case[] Cases =
    [
        new(160, 960, 1, 1, 1, 23, 30),    // MobileNetV2
        new(960, 160, 1, 1, 1, 23, 30),
        new(24, 144, 1, 1, 1, 90, 120),
        new(640, 128, 3, 1, 1, 23, 30),
        new(64, 256, 1, 1, 1, 128, 256),   // ResNet-50
        new(128, 128, 3, 2, 1, 128, 256),
        new(512, 512, 3, 1, 2, 32, 64),
        new(2048, 512, 1, 1, 1, 16, 32),
        new(256, 256, 3, 1, 1, 128, 256),  // Mask2Former's features
    ];

    /// <summary>Measures.</summary>
    public static object Run(Arguments arguments) => EachCase.Run(arguments, Cases, Measure);

    private static object Measure(Case of, int repeats)
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        var x = Ops.Randn([1, of.Inputs, of.Height, of.Width]).ToMemoryFormat(MemoryFormat.ChannelsLast);
        var padding = of.Kernel / 2 * of.Dilation;
        using var net = new Sequential(
            new Conv2d(of.Inputs, of.Outputs, of.Kernel, of.Stride, padding, of.Dilation, bias: false), new BatchNorm2d(of.Outputs),
            new ReLU(inPlace: true));
        net.Eval();
        using var weight = net.NamedParameters()[0].Tensor.Detach().ToMemoryFormat(MemoryFormat.ChannelsLast);
        using var bias = Tensor.Zeros([of.Outputs]);
        using var prepared = net.PrepareInference();
        var (ours, libtorch) = (new List<(double Seconds, double Processor)>(), new List<(double Seconds, double Processor)>());
        for (var turn = 0; turn < repeats; turn++)
        {
            ours.Add(Stopwatches.Median(3, () => net.Forward(x).Dispose()));
            libtorch.Add(Stopwatches.Median(3, () =>
            {
                using var y = x.Conv2d(weight, bias, [of.Stride, of.Stride], [padding, padding], [of.Dilation, of.Dilation]);
                y.ReluInPlace();
            }));
        }

        var (best, beside) = (ours.Min(time => time.Seconds), libtorch.Min(time => time.Seconds));
        var products = net.Forward(x).Count * of.Inputs * of.Kernel * of.Kernel;
        return new
        {
            convolution = $"{of.Inputs}->{of.Outputs} {of.Kernel}x{of.Kernel}/{of.Stride} d{of.Dilation} {of.Height}x{of.Width}",
            seconds = best,
            libtorch_seconds = beside,
            ratio = beside / best,
            gigaflops = 2e-9 * products / best,
            processor_seconds = ours.Min(time => time.Processor),
            libtorch_processor_seconds = libtorch.Min(time => time.Processor),
        };
    }
}
