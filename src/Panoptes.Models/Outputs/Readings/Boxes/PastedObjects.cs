using Panoptes.Imaging;
using Panoptes.Imaging.Masks;
using Panoptes.Models.Detection.Boxes;
using Panoptes.Tensors;

namespace Panoptes.Models.Outputs.Readings.Boxes;

/// <summary>The objects of one image in main memory, and their masks at the size of a prediction, one at a time.</summary>
internal sealed class PastedObjects
{
    private readonly Tensor masks;
    private readonly Tensor boxes;
    private readonly ReadingSize size;
    private readonly double inside;

    /// <summary>Takes the objects of an image.</summary>
    public PastedObjects(BoxOutputs outputs, int image, ReadingSize size)
    {
        var found = outputs.Objects(image);
        (this.size, inside) = (size, outputs.Reading.MaskScore);
        (Scores, Classes) = (found.Scores.ToArray<float>(), [.. found.Classes.ToArray<long>().Select(k => outputs.Classes.Things[(int)k])]);
        masks = found.Masks.To(Device.Cpu);

        // Cut at the edges of what shows the image, then as large as the prediction.
        var scale = Tensor.From(
            [(float)size.Width / size.ImageWidth, (float)size.Height / size.ImageHeight,
                (float)size.Width / size.ImageWidth, (float)size.Height / size.ImageHeight], 4);
        boxes = BoxOperations.Clip(
            BoxOperations.Clip(found.Boxes.To(Device.Cpu), size.ImageHeight, size.ImageWidth) * scale, size.Height, size.Width);
    }

    /// <summary>How sure each is, the surest first.</summary>
    public float[] Scores { get; }

    /// <summary>Each one's train id.</summary>
    public int[] Classes { get; }

    /// <summary>The pixels of one: 1 inside and 0 outside.</summary>
    public Plane<byte> Mask(int row)
    {
        using var scope = TensorScope.Open();
        var pasted = MaskPasting.Paste(masks.Narrow(0, row, 1), boxes.Narrow(0, row, 1), size.Height, size.Width, inside);
        return new Plane<byte>(size.Width, size.Height, pasted.To(DType.UInt8).ToArray<byte>());
    }

    /// <summary>The pixels of one as run lengths; only those round its box are looked at.</summary>
    public RunLengthMask Encoded(int row)
    {
        using var scope = TensorScope.Open();
        return MaskPasting.Encode(masks.Narrow(0, row, 1), boxes.Narrow(0, row, 1), size.Height, size.Width, inside)[0];
    }
}
