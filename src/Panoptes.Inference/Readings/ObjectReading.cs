using Panoptes.Imaging;
using Panoptes.Imaging.Masks;
using Panoptes.Imaging.Predictions;
using Panoptes.Inference.Contracts;
using Panoptes.Inference.Networks;

namespace Panoptes.Inference.Readings;

/// <summary>Boxes with masks as objects of the image's size (detectron2, detector_postprocess and paste_masks_in_image).</summary>
internal static class ObjectReading
{
    private const double UsualMaskScore = 0.5;

    /// <summary>Reads one image.</summary>
    public static InstancePrediction Read(ModelContract contract, PreparedImage image, IReadOnlyList<NetworkOutput> outputs)
    {
        NetworkOutput Output(string name) => outputs.First(output => output.Name == name);
        var (boxes, scores, classes, masks) = (Output("boxes").Values, Output("scores").Values, Output("classes").Values, Output("masks"));
        var side = masks.Shape[^1];
        var found = new List<PredictedInstance>();
        for (var row = 0; row < scores.Length && scores[row] > 0; row++)
        {
            var box = Scaled(boxes.AsSpan(4 * row, 4), image);
            var mask = Pasted(
                masks.Values.AsSpan(row * side * side, side * side), side, box, image, contract.MaskScore ?? UsualMaskScore);
            if (mask is { Area: > 0 })
            {
                found.Add(new PredictedInstance(contract.Things?[(int)classes[row]] ?? (int)classes[row], scores[row], mask));
            }
        }

        return new InstancePrediction(image.Width, image.Height, found);
    }

    // Cut at the edges of what shows the image, then as large as the image.
    private static float[] Scaled(ReadOnlySpan<float> box, PreparedImage image)
    {
        var (across, down) = ((float)image.Width / image.ContentWidth, (float)image.Height / image.ContentHeight);
        return
        [
            Math.Clamp(box[0], 0, image.ContentWidth) * across, Math.Clamp(box[1], 0, image.ContentHeight) * down,
            Math.Clamp(box[2], 0, image.ContentWidth) * across, Math.Clamp(box[3], 0, image.ContentHeight) * down,
        ];
    }

    private static RunLengthMask? Pasted(ReadOnlySpan<float> mask, int side, float[] box, PreparedImage image, double least)
    {
        if (!(box[2] > box[0] && box[3] > box[1]))
        {
            return null;
        }

        // A mask ends a pixel outside of its box.
        var (left, top) = (Math.Max((int)Math.Floor(box[0]) - 1, 0), Math.Max((int)Math.Floor(box[1]) - 1, 0));
        var (right, bottom) = (
            Math.Min((int)Math.Ceiling(box[2]) + 1, image.Width), Math.Min((int)Math.Ceiling(box[3]) + 1, image.Height));
        var part = new Plane<byte>(right - left, bottom - top);
        for (var y = top; y < bottom; y++)
        {
            var down = ((y + 0.5f - box[1]) / (box[3] - box[1]) * side) - 0.5f;
            for (var x = left; x < right; x++)
            {
                var across = ((x + 0.5f - box[0]) / (box[2] - box[0]) * side) - 0.5f;
                part[x - left, y - top] = Between(mask, side, across, down) >= least ? (byte)1 : (byte)0;
            }
        }

        return RunLengthMask.Encode(part, left, top, image.Width, image.Height);
    }

    // Bilinear, 0 outside of the mask.
    private static float Between(ReadOnlySpan<float> mask, int side, float across, float down)
    {
        var (column, row) = ((int)MathF.Floor(across), (int)MathF.Floor(down));
        var (right, below) = (across - column, down - row);
        return ((1 - below) * (((1 - right) * At(mask, side, column, row)) + (right * At(mask, side, column + 1, row))))
            + (below * (((1 - right) * At(mask, side, column, row + 1)) + (right * At(mask, side, column + 1, row + 1))));
    }

    private static float At(ReadOnlySpan<float> mask, int side, int column, int row) =>
        column >= 0 && row >= 0 && column < side && row < side ? mask[(row * side) + column] : 0;
}
