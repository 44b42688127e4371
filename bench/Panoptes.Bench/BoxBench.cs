using Panoptes.Tensors;

namespace Panoptes.Bench;

/// <summary>
/// RoIAlign of boxes on a feature pyramid, and non-maximum suppression: what bench/peers/boxes.py does with torchvision's operators.
/// </summary>
internal static class BoxBench
{
    private const int Channels = 256;
    private static readonly int[] Strides = [4, 8, 16, 32];

    /// <summary>RoIAlign to 7x7 and to 14x14 bins, forward and with backward, and suppression among 2000 and 8000 boxes.</summary>
    public static object Run(Arguments arguments)
    {
        var (height, width) = arguments.Size("--size", "512x1024");
        var count = arguments.Number("--boxes", 512);
        var repeats = arguments.Number("--repeats", 3);
        Threads.Count = arguments.Number("--threads", 1);
        HostMemory.KeepFreed();
        Randomness.Seed(0);
        using var scope = TensorScope.Open();
        var format = arguments.Has("--contiguous") ? MemoryFormat.Contiguous : MemoryFormat.ChannelsLast;
        Tensor[] pyramid = [.. Strides.Select(stride =>
            Ops.Randn([1, Channels, height / stride, width / stride]).ToMemoryFormat(format))];
        var boxes = Drawn(count, height, width, 1);
        Tensor[] rois = [.. Strides.Select((_, level) => Rois([.. boxes.Where(box => LevelOf(box) == level)]))];
        var result = new Dictionary<string, object>();
        foreach (var side in new[] { 7, 14 })
        {
            Tensor[] Pool() => [.. pyramid.Select((map, k) => map.RoiAlign(rois[k], 1.0 / Strides[k], side, side, 0, true))];
            Array.ForEach(pyramid, map => map.RequiresGrad = false);
            Add(result, $"forward_{side}", Stopwatches.Median(repeats, () =>
            {
                using var turn = TensorScope.Open();
                Pool();
            }));
            Array.ForEach(pyramid, map => map.RequiresGrad = true);
            Add(result, $"both_{side}", Stopwatches.Median(repeats, () =>
            {
                using var turn = TensorScope.Open();
                Pool().Select(part => part.Sum()).Aggregate((sum, part) => sum + part).Backward();
            }));
        }

        foreach (var many in new[] { 2000, 8000 })
        {
            var places = Tensor.From<float>([.. Drawn(many, height, width, 2).SelectMany(box => box)], many, 4);
            var scores = Ops.Arange(many, 0, -1, DType.Float32);
            Add(result, $"nms_{many}", Stopwatches.Median(repeats, () => places.Nms(scores, 0.7).Dispose()));
            result[$"nms_{many}_kept"] = places.Nms(scores, 0.7).Count;
        }

        result["peak_rss_mib"] = ResidentMemory.PeakMebibytes();
        return result;
    }

    private static void Add(Dictionary<string, object> result, string what, (double Seconds, double ProcessorSeconds) time)
    {
        result[$"{what}_seconds"] = time.Seconds;
        result[$"{what}_processor_seconds"] = time.ProcessorSeconds;
    }

    // Boxes of 8 pixels to the whole image, as many of each size on a logarithmic scale: the same numbers as the peer draws.
    private static float[][] Drawn(int count, int height, int width, long seed)
    {
        var state = seed;
        double Uniform() => (state = ((state * 1103515245) + 12345) % 2147483648) / 2147483648.0;
        var boxes = new float[count][];
        for (var k = 0; k < count; k++)
        {
            var w = Math.Min(width, 8 * Math.Pow(128, Uniform()));
            var h = Math.Min(height, 8 * Math.Pow(128, Uniform()));
            var x = Uniform() * (width - w);
            var y = Uniform() * (height - h);
            boxes[k] = [(float)x, (float)y, (float)(x + w), (float)(y + h)];
        }

        return boxes;
    }

    private static int LevelOf(float[] box)
    {
        var size = Math.Sqrt((box[2] - box[0]) * (box[3] - box[1]));
        return (int)Math.Clamp(Math.Floor(4 + Math.Log2(size / 224)), 2, 5) - 2;
    }

    private static Tensor Rois(float[][] boxes) =>
        Tensor.From<float>([.. boxes.SelectMany(box => (float[])[0, .. box])], boxes.Length, 5);
}
