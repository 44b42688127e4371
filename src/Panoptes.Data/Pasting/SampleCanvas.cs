using Panoptes.Imaging.Geometries;

namespace Panoptes.Data.Pasting;

/// <summary>The pixels of one sample of a batch, to be painted over; what the batch does not hold is empty.</summary>
/// <param name="image">3 * Height * Width values.</param>
/// <param name="isInterleaved">Whether R, G and B of a pixel lie side by side; else there are three planes.</param>
/// <param name="labels">Height * Width train ids.</param>
/// <param name="ids">Height * Width places in the table of segments.</param>
/// <param name="width">Width in pixels.</param>
internal readonly ref struct SampleCanvas(Span<float> image, bool isInterleaved, Span<long> labels, Span<int> ids, int width)
{
    private readonly Span<float> image = image;
    private readonly Span<long> labels = labels;

    /// <summary>Places in the table of segments.</summary>
    public Span<int> Ids { get; } = ids;

    /// <summary>Paints an object.</summary>
    /// <param name="placed">The object.</param>
    /// <param name="place">Its place in the table of segments, counted from 1.</param>
    /// <param name="areas">Pixels of the segments by place, kept up to date.</param>
    public void Paint(PlacedObject placed, int place, Span<long> areas)
    {
        var mask = placed.Cutout.Mask;
        for (var y = 0; y < mask.Height; y++)
        {
            ReadOnlySpan<byte> row = mask.Row(y);
            for (var x = row.IndexOf((byte)1); x >= 0 && x < row.Length;)
            {
                var length = row[x..].IndexOf((byte)0);
                var end = length < 0 ? row.Length : x + length;
                var at = ((placed.Top + y) * width) + placed.Left + x;
                PaintColors(placed.Cutout, (y * mask.Width) + x, at, end - x);
                PaintTargets(placed.Cutout.TrainId, place, areas, at, end - x);
                var next = row[end..].IndexOf((byte)1);
                x = next < 0 ? row.Length : end + next;
            }
        }
    }

    /// <summary>Takes the colors of a box out of the image, as planes R, G, B.</summary>
    /// <param name="box">The box; it must lie inside.</param>
    public float[] Cut(PixelRectangle box)
    {
        var area = box.Width * box.Height;
        var colors = new float[3 * area];
        for (var channel = 0; channel < 3; channel++)
        {
            Cut(channel, box, colors.AsSpan(channel * area, area));
        }

        return colors;
    }

    /// <summary>Takes one channel of a box out of the image.</summary>
    /// <param name="channel">0 for R, 1 for G, 2 for B.</param>
    /// <param name="box">The box; it must lie inside.</param>
    /// <param name="colors">Takes Height * Width values of the box.</param>
    public void Cut(int channel, PixelRectangle box, Span<float> colors)
    {
        for (var y = 0; y < box.Height; y++)
        {
            var (to, at) = (y * box.Width, ((box.Top + y) * width) + box.Left);
            if (!isInterleaved)
            {
                image.Slice((channel * (image.Length / 3)) + at, box.Width).CopyTo(colors[to..]);
                continue;
            }

            for (var x = 0; x < box.Width; x++)
            {
                colors[to + x] = image[(3 * (at + x)) + channel];
            }
        }
    }

    /// <summary>Puts one channel of a box into the image.</summary>
    /// <param name="channel">0 for R, 1 for G, 2 for B.</param>
    /// <param name="box">The box; it must lie inside.</param>
    /// <param name="colors">Height * Width values of the box.</param>
    public void Put(int channel, PixelRectangle box, ReadOnlySpan<float> colors)
    {
        for (var y = 0; y < box.Height; y++)
        {
            Write(channel, ((box.Top + y) * width) + box.Left, colors.Slice(y * box.Width, box.Width));
        }
    }

    private void Write(int channel, int at, ReadOnlySpan<float> colors)
    {
        if (!isInterleaved)
        {
            colors.CopyTo(image.Slice((channel * (image.Length / 3)) + at, colors.Length));
            return;
        }

        for (var x = 0; x < colors.Length; x++)
        {
            image[(3 * (at + x)) + channel] = colors[x];
        }
    }

    private void PaintColors(ObjectCutout cutout, int from, int at, int count)
    {
        var area = cutout.Mask.Pixels.Length;
        for (var channel = 0; channel < 3; channel++)
        {
            Write(channel, at, cutout.Colors.AsSpan((channel * area) + from, count));
        }
    }

    private void PaintTargets(int trainId, int place, Span<long> areas, int at, int count)
    {
        if (!labels.IsEmpty)
        {
            labels.Slice(at, count).Fill(trainId);
        }

        if (!Ids.IsEmpty)
        {
            var covered = Ids.Slice(at, count);
            foreach (var id in covered)
            {
                areas[id]--;
            }

            covered.Fill(place);
            areas[place] += count;
        }
    }
}
