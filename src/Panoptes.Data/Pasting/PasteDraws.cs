using Panoptes.Data.Configuration;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Masks;
using Panoptes.Imaging.Photometrics;

namespace Panoptes.Data.Pasting;

/// <summary>Draws what is pasted into a sample.</summary>
/// <param name="config">How much and how large.</param>
/// <param name="move">How objects are resized.</param>
internal sealed class PasteDraws(CopyPasteConfig config, MoveObject move)
{
    /// <summary>
    /// Draws the objects of a sample, in the order in which they are pasted: how many; for each which, its factor, whether it is flipped,
    /// its column, its row. An object that has no pixel left in its new size is left out.
    /// </summary>
    /// <param name="bank">What may be drawn; nothing is drawn where it is empty.</param>
    /// <param name="width">Width of the sample's output in pixels.</param>
    /// <param name="height">Its height.</param>
    /// <param name="content">The part of it that shows the sample; objects lie inside, and are cut to its size.</param>
    /// <param name="random">Where the draws come from.</param>
    public List<PlacedObject> Draw(IObjectBank bank, int width, int height, PixelRectangle content, IRandomSource random)
    {
        var placed = new List<PlacedObject>();
        if (bank.Count == 0 || content.IsEmpty)
        {
            return placed;
        }

        for (var left = random.Integer(1, config.MaxObjects + 1); left > 0; left--)
        {
            var cutout = bank[random.Integer(0, bank.Count)];
            var scale = random.Uniform(config.Scale[0], config.Scale[1]);
            var flip = random.Uniform(0, 1) >= 1 - config.Flip;
            var geometry = GeometryOf(cutout, scale, flip, content);
            var moved = move(cutout, geometry, scale);
            var x = content.Left + random.Integer(0, content.Width - geometry.Width + 1);
            var y = content.Top + random.Integer(0, content.Height - geometry.Height + 1);
            if (moved.HasPixels)
            {
                placed.Add(new PlacedObject(moved, x, y, new PastedObject(
                    moved.Source,
                    moved.TrainId,
                    geometry.Pad(x, y, width - x - geometry.Width, height - y - geometry.Height),
                    RunLengthMask.Encode(moved.Mask, x, y, width, height))));
            }
        }

        return placed;
    }

    // The published code cuts sizes to whole pixels.
    private static Geometry GeometryOf(ObjectCutout cutout, double scale, bool flip, PixelRectangle content)
    {
        var (width, height) = (cutout.Mask.Width, cutout.Mask.Height);
        var (newWidth, newHeight) = (Math.Max(1, (int)(width * scale)), Math.Max(1, (int)(height * scale)));
        var resized = Geometry.Identity(width, height).Resize(newWidth, newHeight);
        return (flip ? resized.FlipHorizontal() : resized)
            .Crop(0, 0, Math.Min(newWidth, content.Width), Math.Min(newHeight, content.Height));
    }
}
