using Panoptes.Tensors;

namespace Panoptes.Bench;

/// <summary>
/// Modulated deformable convolution of a map of Panoptic FCN's pyramid at stride 8: what bench/peers/deformable_convolution.py does with
/// torchvision's operator.
/// </summary>
internal static class DeformableConvolutionBench
{
    private const int Stride = 8;
    private const int Channels = 256;
    private const int Taps = 9;

    /// <summary>Forward alone, and forward with backward, 256 channels to 256.</summary>
    public static object Run(Arguments arguments)
    {
        var (height, width) = arguments.Size("--size", "512x1024");
        var repeats = arguments.Number("--repeats", 3);
        Threads.Count = arguments.Number("--threads", Environment.ProcessorCount);
        HostMemory.KeepFreed();
        Randomness.Seed(0);
        using var scope = TensorScope.Open();
        var (h, w) = (height / Stride, width / Stride);
        var x = Ops.Randn([1, Channels, h, w]).ToMemoryFormat(MemoryFormat.ChannelsLast);
        var weight = Ops.Randn([Channels, Channels, 3, 3]) * 0.02;
        var offset = (Ops.Randn([1, 2 * Taps, h, w]) * 2).ToMemoryFormat(MemoryFormat.ChannelsLast);
        var mask = Ops.Rand([1, Taps, h, w]).ToMemoryFormat(MemoryFormat.ChannelsLast);
        Tensor Convolve() => x.DeformConv2d(weight, offset, mask, null, [1, 1], [1, 1], [1, 1]);
        var forward = Stopwatches.Median(repeats, () => Convolve().Dispose());
        x.RequiresGrad = weight.RequiresGrad = offset.RequiresGrad = mask.RequiresGrad = true;
        var both = Stopwatches.Median(repeats, () =>
        {
            using var turn = TensorScope.Open();
            Convolve().Sum().Backward();
        });
        return new
        {
            forward_seconds = forward.Seconds,
            forward_processor_seconds = forward.ProcessorSeconds,
            both_seconds = both.Seconds,
            both_processor_seconds = both.ProcessorSeconds,
            peak_rss_mib = ResidentMemory.PeakMebibytes(),
        };
    }
}
