using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Masks;
using Panoptes.Tensors;

namespace Panoptes.Models.Detection.Boxes;

/// <summary>
/// Masks that were predicted in boxes, as pixels of the image: bilinear between the centers of the mask's cells, 0 outside of the mask
/// (He et al. 2017, section 3.1; detectron2/layers/mask_ops.py).
/// </summary>
/// <remarks>Only the part of the image round a box is looked at, some rows at a time.</remarks>
public static class MaskPasting
{
    // Pixels that are worked on at once: 16 MiB of float32.
    private const int Chunk = 1 << 22;

    /// <summary>All masks at the size of the image: R * height * width bytes.</summary>
    /// <param name="masks">(R, m, m) or (R, 1, m, m): probabilities.</param>
    /// <param name="boxes">(R, 4), in pixels of the image. A box without an area, or one that is not finite, gives an empty mask.</param>
    /// <param name="height">The image's height.</param>
    /// <param name="width">The image's width.</param>
    /// <param name="threshold">The least probability of a pixel inside.</param>
    /// <returns>(R, height, width) bool on the CPU.</returns>
    public static Tensor Paste(Tensor masks, Tensor boxes, int height, int width, double threshold = 0.5)
    {
        ArgumentNullException.ThrowIfNull(masks);
        ArgumentNullException.ThrowIfNull(boxes);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var all = Tensor.Zeros([masks.Size(0), height, width], DType.Bool);
        ForEach(masks, boxes, height, width, threshold, (row, area, top, inside) =>
            all.Select(0, row).Narrow(0, top, inside.Size(0)).Narrow(1, area.Left, area.Width).CopyInPlace(inside));
        return scope.Return(all);
    }

    /// <summary>All masks at the size of the image, as run lengths: no more than a box's pixels are held at once.</summary>
    /// <inheritdoc cref="Paste"/>
    /// <returns>A mask for each row.</returns>
    public static IReadOnlyList<RunLengthMask> Encode(Tensor masks, Tensor boxes, int height, int width, double threshold = 0.5)
    {
        ArgumentNullException.ThrowIfNull(masks);
        ArgumentNullException.ThrowIfNull(boxes);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var found = new RunLengthMask?[masks.Size(0)];
        var plane = default(Plane<byte>);
        ForEach(masks, boxes, height, width, threshold, (row, area, top, inside) =>
        {
            plane = top == area.Top ? new Plane<byte>(area.Width, area.Height) : plane!;
            inside.To(DType.UInt8).ToArray<byte>().CopyTo(plane.Pixels, (top - area.Top) * area.Width);
            if (top + inside.Size(0) == area.Bottom)
            {
                found[row] = RunLengthMask.Encode(plane, area.Left, area.Top, width, height);
            }
        });
        return [.. found.Select(mask => mask ?? RunLengthMask.FromCounts(height, width, [(uint)(height * width)]))];
    }

    // Calls with rows of the part of the image round each box: which mask, the part, the first row, and (rows, part's width) bool.
    private static void ForEach(
        Tensor masks, Tensor boxes, int height, int width, double threshold, Action<int, PixelRectangle, int, Tensor> action)
    {
        var probabilities = masks.Detach().To(Device.Cpu, DType.Float32).Reshape([-1, 1, masks.Size(-2), masks.Size(-1)]);
        var edges = boxes.Detach().To(Device.Cpu, DType.Float32).ToArray<float>();
        for (var row = 0; row < probabilities.Size(0); row++)
        {
            var box = edges.AsSpan(4 * row, 4);
            var area = Around(box, height, width);
            var most = Math.Max(1, Chunk / Math.Max(1, area.Width));
            for (var top = area.Top; top < area.Bottom && area.Width > 0; top += most)
            {
                using var scope = TensorScope.Open();
                var rows = Math.Min(most, area.Bottom - top);
                var x = Places(area.Left, area.Width, box[0], box[2]).Unsqueeze(0).Expand([rows, area.Width]);
                var y = Places(top, rows, box[1], box[3]).Unsqueeze(1).Expand([rows, area.Width]);
                var shown = probabilities.Narrow(0, row, 1).GridSampler(Ops.Stack([x, y], -1).Unsqueeze(0), 0, 0, false);
                action(row, area, top, shown.View([rows, area.Width]).Ge(threshold));
            }
        }
    }

    // The centers of pixels, from -1 at one edge of the box to 1 at the other.
    private static Tensor Places(int first, int count, float low, float high) =>
        (Ops.Arange(first, first + count, 1, DType.Float32) + 0.5 - low) / (high - low) * 2 - 1;

    // A mask ends a pixel outside of its box.
    private static PixelRectangle Around(ReadOnlySpan<float> box, int height, int width)
    {
        foreach (var edge in box)
        {
            if (!float.IsFinite(edge))
            {
                return default;
            }
        }

        if (!(box[2] > box[0] && box[3] > box[1]))
        {
            return default;
        }

        return new PixelRectangle(
            (int)Math.Clamp(Math.Floor(box[0]) - 1.0, 0, width), (int)Math.Clamp(Math.Floor(box[1]) - 1.0, 0, height),
            (int)Math.Clamp(Math.Ceiling(box[2]) + 1.0, 0, width), (int)Math.Clamp(Math.Ceiling(box[3]) + 1.0, 0, height));
    }
}
