using Panoptes.Imaging.Geometries;
using Panoptes.Tensors;
using Panoptes.Training.Arithmetic;

namespace Panoptes.Training.Supervision.Detection;

/// <summary>The true objects of one image.</summary>
public sealed class TrueObjects
{
    private readonly IReadOnlyList<ObjectPart> parts;
    private readonly (int Height, int Width) size;

    /// <summary>Takes the objects of an image.</summary>
    internal TrueObjects(IReadOnlyList<ObjectPart> parts, IReadOnlyList<int> classes, (int Height, int Width) size, Device device)
    {
        (this.parts, Classes, this.size) = (parts, classes, size);
        float[] edges = [.. parts.SelectMany(part =>
            new float[] { part.Box.Left, part.Box.Top, part.Box.Right, part.Box.Bottom })];
        Boxes = Tensor.From(edges, parts.Count, 4).To(device);
    }

    /// <summary>For each the place of its class among those of objects.</summary>
    public IReadOnlyList<int> Classes { get; }

    /// <summary>(G, 4): the edges of each one's pixels; belongs to the scope in which this was made.</summary>
    public Tensor Boxes { get; }

    /// <summary>How many there are.</summary>
    public int Count => Classes.Count;

    /// <summary>What boxes show of objects' masks (detectron2, BitMasks.crop_and_resize).</summary>
    /// <param name="boxes">(R, 4).</param>
    /// <param name="objects">For each box, whose mask.</param>
    /// <param name="side">Pixels of a side.</param>
    /// <returns>(R, side, side) float32: 1 where at least half of a pixel is inside, else 0.</returns>
    public Tensor MasksIn(Tensor boxes, IReadOnlyList<int> objects, int side)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        ArgumentNullException.ThrowIfNull(objects);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        if (objects.Count == 0)
        {
            return scope.Return(Tensor.Zeros([0, side, side], DType.Float32, boxes.Device));
        }

        var groups = Enumerable.Range(0, objects.Count).GroupBy(row => objects[row]).ToArray();
        var cropped = groups.Select(group => MaskIn(
            parts[group.Key], boxes.IndexSelect(0, RowIndices.Of(group, boxes.Device)), side)).ToArray();
        var order = RowIndices.Of(groups.SelectMany(group => group), Device.Cpu).Argsort();
        var all = Ops.Cat(cropped, 0).IndexSelect(0, order.To(boxes.Device));
        return scope.Return(all.Ge(0.5).To(DType.Float32));
    }

    // Beyond a margin of one pixel of nothing there is nothing more to be seen of an object, and at the image's edge the part ends as the
    // image does: the same samples as of a mask as large as the image.
    private Tensor MaskIn(ObjectPart part, Tensor boxes, int side)
    {
        var (left, top) = (Math.Max(0, part.Box.Left - 1), Math.Max(0, part.Box.Top - 1));
        var rectangle = new PixelRectangle(
            left, top, Math.Min(size.Width, part.Box.Right + 1), Math.Min(size.Height, part.Box.Bottom + 1));
        var mask = Tensor.From<byte>(part.Cut(rectangle).Pixels, 1, 1, rectangle.Height, rectangle.Width)
            .To(boxes.Device, DType.Float32);
        var shift = Tensor.From([(float)left, top, left, top], 4).To(boxes.Device);
        var rois = Ops.Cat([Tensor.Zeros([boxes.Size(0), 1], DType.Float32, boxes.Device), boxes - shift], 1);
        return mask.RoiAlign(rois, 1, side, side, 0, true).Squeeze(1);
    }
}
