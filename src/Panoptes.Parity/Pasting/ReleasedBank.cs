using Panoptes.Data.Pasting;
using Panoptes.Imaging;
using Panoptes.Imaging.Masks;

namespace Panoptes.Parity.Pasting;

/// <summary>
/// The objects as the released code copies them: without their last row and column, and, unless that is mended, with the classes of all
/// objects counted off against those that are large enough. Where images are pasted into themselves, the first paste of an image eats into
/// its objects that are still to be copied.
/// </summary>
internal sealed class ReleasedBank : IObjectBank
{
    private readonly List<Entry> entries = [];
    private readonly HashSet<int> eaten = [];

    /// <summary>Looks for objects.</summary>
    /// <param name="scenes">The images.</param>
    /// <param name="width">Their width.</param>
    /// <param name="minBox">What the sides of a box must exceed, by first and last pixel.</param>
    /// <param name="mendClasses">Whether classes stay with their objects.</param>
    public ReleasedBank(IReadOnlyList<PasteScene> scenes, int width, int minBox, bool mendClasses)
    {
        var classes = scenes.SelectMany(scene => scene.Classes).ToArray();
        for (var n = 0; n < scenes.Count; n++)
        {
            for (var number = 1; number <= scenes[n].Classes.Length; number++)
            {
                var mask = scenes[n].Mask(number, width);
                var box = mask.Box;
                if (box.Width - 1 > minBox && box.Height - 1 > minBox)
                {
                    var category = mendClasses ? scenes[n].Classes[number - 1] : classes[entries.Count];
                    entries.Add(new Entry(n, CopyPasteCase.ThingId(category), mask.Decode(), box, scenes[n].Colors));
                }
            }
        }
    }

    /// <inheritdoc/>
    public int Count => entries.Count;

    /// <inheritdoc/>
    public ObjectCutout this[int place]
    {
        get
        {
            var (_, trainId, mask, box, image) = entries[place];
            var part = new Plane<byte>((int)box.Width - 1, (int)box.Height - 1);
            var colors = new float[3 * part.Pixels.Length];
            for (var i = 0; i < part.Pixels.Length; i++)
            {
                var (x, y) = ((int)box.X + (i % part.Width), (int)box.Y + (i / part.Width));
                part.Pixels[i] = mask[x, y];
                for (var channel = 0; channel < 3; channel++)
                {
                    colors[(channel * part.Pixels.Length) + i] = image[(channel * mask.Pixels.Length) + (y * mask.Width) + x];
                }
            }

            return new ObjectCutout(trainId, part, colors);
        }
    }

    /// <summary>The first paste into an image takes its pixels from that image's objects.</summary>
    public void Eat(int sample, ObjectCutout pasted, int left, int top)
    {
        if (!pasted.HasPixels || !eaten.Add(sample))
        {
            return;
        }

        foreach (var entry in entries.Where(entry => entry.Sample == sample))
        {
            for (var i = 0; i < pasted.Mask.Pixels.Length; i++)
            {
                var (x, y) = (left + (i % pasted.Mask.Width), top + (i / pasted.Mask.Width));
                entry.Mask.Pixels[(y * entry.Mask.Width) + x] &= (byte)(1 - pasted.Mask.Pixels[i]);
            }
        }
    }

    private sealed record Entry(int Sample, int TrainId, Plane<byte> Mask, MaskBox Box, float[] Image);
}
