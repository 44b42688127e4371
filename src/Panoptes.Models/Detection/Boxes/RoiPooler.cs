using System.Numerics;
using Panoptes.Tensors;

namespace Panoptes.Models.Detection.Boxes;

/// <summary>
/// What boxes show of a feature pyramid, each of the map that fits its size (Lin et al. 2017, equation 1; He et al. 2017, section 3;
/// detectron2, ROIPooler with ROIAlignV2).
/// </summary>
public sealed class RoiPooler
{
    private readonly int side;
    private readonly int[] strides;
    private readonly int samples;
    private readonly float canonicalSize;
    private readonly float canonicalLevel;

    /// <summary>Makes a pooler.</summary>
    /// <param name="side">Bins of a side.</param>
    /// <param name="strides">Pixels of the image between pixels of each map: powers of 2, each twice the one before.</param>
    /// <param name="samples">Samples of a bin along each axis; 0: as many as it has pixels, rounded up.</param>
    /// <param name="canonicalSize">Square root of the area, in pixels of the image, of boxes that go to the canonical level.</param>
    /// <param name="canonicalLevel">Binary logarithm of the stride of that level.</param>
    public RoiPooler(int side, IReadOnlyList<int> strides, int samples = 0, double canonicalSize = 224, int canonicalLevel = 4)
    {
        ArgumentNullException.ThrowIfNull(strides);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(side);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(canonicalSize);
        for (var k = 0; k < strides.Count; k++)
        {
            if (!BitOperations.IsPow2(strides[k]) || strides[k] != strides[0] << k)
            {
                throw new ArgumentException($"strides {string.Join(", ", strides)} that do not double", nameof(strides));
            }
        }

        (this.side, this.strides, this.samples) = (side, [.. strides], samples);
        (this.canonicalSize, this.canonicalLevel) = ((float)canonicalSize, canonicalLevel);
    }

    /// <summary>Bins of a side.</summary>
    public int Side => side;

    /// <summary>For every box the map that it is pooled from.</summary>
    /// <param name="boxes">(R, 4).</param>
    /// <returns>Places in the list of strides.</returns>
    public int[] Levels(Tensor boxes)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        return LevelsOf(boxes.To(Device.Cpu, DType.Float32).ToArray<float>());
    }

    /// <summary>Pools every box of every image.</summary>
    /// <param name="features">A map (N, C, h, w) for every stride; gradients flow into them.</param>
    /// <param name="boxes">Of each image (R, 4), in pixels of the image, finite.</param>
    /// <returns>(sum of R, C, side, side), images one after the other, boxes in their order.</returns>
    public Tensor Pool(IReadOnlyList<Tensor> features, IReadOnlyList<Tensor> boxes)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(boxes);
        ArgumentOutOfRangeException.ThrowIfNotEqual(features.Count, strides.Length);
        using var scope = TensorScope.Open();
        var edges = boxes.Select(each => each.Detach().To(Device.Cpu, DType.Float32).ToArray<float>()).ToArray();
        float[] all = [.. edges.SelectMany(each => each)];
        int[] images = [.. edges.SelectMany((each, n) => Enumerable.Repeat(n, each.Length / 4))];
        var levels = LevelsOf(all);
        var rows = Enumerable.Range(0, strides.Length)
            .Select(level => Enumerable.Range(0, images.Length).Where(row => levels[row] == level).ToArray()).ToArray();
        var parts = rows.Select((own, level) => features[level].RoiAlign(
            Rois(own, images, all), 1.0 / strides[level], side, side, samples, true)).ToArray();
        return scope.Return(InOrder(parts, rows));
    }

    private static Tensor Rois(int[] rows, int[] images, float[] edges)
    {
        float[] rois = [.. rows.SelectMany(row => (float[])[images[row], .. edges.AsSpan(4 * row, 4)])];
        return Tensor.From(rois, rows.Length, 5);
    }

    // Rows are copied in the order in which they lie in memory.
    private static Tensor InOrder(Tensor[] parts, int[][] rows)
    {
        int[] together = [.. rows.SelectMany(own => own)];
        var index = Tensor.From<int>(together, together.Length).Argsort().To(parts[0].Device);
        return parts.Any(part => part.IsContiguousAs(MemoryFormat.ChannelsLast) && !part.IsContiguous)
            ? Ops.Cat([.. parts.Select(part => part.Permute([0, 2, 3, 1]))], 0).IndexSelect(0, index).Permute([0, 3, 1, 2])
            : Ops.Cat(parts, 0).IndexSelect(0, index);
    }

    private int[] LevelsOf(float[] edges)
    {
        var finest = BitOperations.Log2((uint)strides[0]);
        var levels = new int[edges.Length / 4];
        for (var k = 0; k < levels.Length; k++)
        {
            var box = edges.AsSpan(4 * k, 4);
            var size = MathF.Sqrt((box[2] - box[0]) * (box[3] - box[1]));
            var level = MathF.Floor(canonicalLevel + MathF.Log2((size / canonicalSize) + 1e-8f));
            levels[k] = float.IsNaN(level) ? 0 : (int)Math.Clamp(level - finest, 0, strides.Length - 1);
        }

        return levels;
    }
}
