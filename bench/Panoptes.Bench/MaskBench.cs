using Panoptes.Models.Catalog;
using Panoptes.Models.Outputs;
using Panoptes.Models.PixelDecoders;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;

namespace Panoptes.Bench;

/// <summary>
/// Mask2Former on ResNet-50, and deformable attention's sampling core alone: what bench/peers/mask2former.py does in Python.
/// </summary>
internal static class MaskBench
{
    private const int Heads = 8;
    private const int Channels = 32;
    private const int Points = 4;

    /// <summary>
    /// Inference of one image or, with <c>--train</c>, forward and backward of every layer's prediction, without a criterion; with
    /// <c>--checkpointing</c> layers are computed again in the backward pass instead of kept.
    /// </summary>
    public static object Network(Arguments arguments)
    {
        var (height, width) = arguments.Size("--size", "512x1024");
        Prepare(arguments);
        using var model = (Mask2Former)ModelCatalog.Create(new ModelConfig { Name = "mask2former_r50" });
        model.ToMemoryFormat(MemoryFormat.ChannelsLast);
        using var images = Ops.Randn([1, 3, height, width]).ToMemoryFormat(MemoryFormat.ChannelsLast);
        model.ActivationCheckpointing = arguments.Has("--checkpointing");
        return NetworkTimes.Measure(arguments, model, images, () => Train(model, images));
    }

    /// <summary>The core at the sizes of one encoder layer: forward alone, and forward with backward.</summary>
    public static object Deformable(Arguments arguments)
    {
        var (height, width) = arguments.Size("--size", "512x1024");
        var repeats = arguments.Number("--repeats", 3);
        Prepare(arguments);
        using var scope = TensorScope.Open();
        (long Height, long Width)[] sizes = [.. new[] { 32, 16, 8 }.Select(stride => ((long)(height / stride), (long)(width / stride)))];
        long[] heights = [.. sizes.Select(size => size.Height)];
        long[] widths = [.. sizes.Select(size => size.Width)];
        float[] extents = [.. sizes.SelectMany(size => new float[] { size.Width, size.Height })];
        var count = sizes.Sum(size => size.Height * size.Width);
        var offsets = Ops.Randn([1, count, Heads, sizes.Length, Points, 2]) * 2 / Tensor.From(extents, sizes.Length, 1, 2);
        var value = Ops.Randn([1, count, Heads, Channels]);
        var places = ReferencePoints.OfPixels(sizes, Device.Cpu).Unsqueeze(2).Unsqueeze(4) + offsets;
        var weights = Ops.Rand([1, count, Heads, sizes.Length, Points]);
        var forward = Stopwatches.Median(repeats, () => value.MsDeformAttn(heights, widths, places, weights).Dispose());
        value.RequiresGrad = places.RequiresGrad = weights.RequiresGrad = true;
        var both = Stopwatches.Median(repeats, () =>
        {
            using var turn = TensorScope.Open();
            value.MsDeformAttn(heights, widths, places, weights).Sum().Backward();
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

    private static void Prepare(Arguments arguments)
    {
        Threads.Count = arguments.Number("--threads", Environment.ProcessorCount);
        HostMemory.KeepFreed();
        Randomness.Seed(0);
    }

    private static void Train(Mask2Former model, Tensor images)
    {
        using var scope = TensorScope.Open();
        var masks = (MaskSet)model.Forward(images);
        var loss = masks.Layers.Select(layer => layer.ClassLogits.Mean() + layer.MaskLogits.Mean()).Aggregate((sum, term) => sum + term);
        model.ZeroGrad();
        loss.Backward();
    }
}
