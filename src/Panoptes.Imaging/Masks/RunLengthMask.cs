using Panoptes.Foundation;
using Panoptes.Imaging.Geometries;

namespace Panoptes.Imaging.Masks;

/// <summary>
/// A binary mask as COCO's run lengths: column-major, runs of 0 and 1 in turn, the first of 0 (it may be empty). Agrees
/// with pycocotools' <c>common/maskApi.c</c> (revision 8c9bcc3) run for run. Immutable, safe to share between threads.
/// </summary>
public sealed class RunLengthMask
{
    private readonly uint[] counts;
    private MaskBox? box;

    private RunLengthMask(int height, int width, uint[] counts)
    {
        Height = height;
        Width = width;
        this.counts = counts;
        (Area, HasInnerEmptyRun) = MaskExtent.Count(counts);
    }

    /// <summary>Height in pixels; 0 only for the merger of masks of different sizes.</summary>
    public int Height { get; }

    /// <summary>Width in pixels; 0 only for the merger of masks of different sizes.</summary>
    public int Width { get; }

    /// <summary>The run lengths.</summary>
    public ReadOnlySpan<uint> Counts => counts;

    /// <summary>Pixels in the mask.</summary>
    public long Area { get; }

    /// <summary>
    /// The box round the mask, by pycocotools' rule: a run that crosses columns takes the full height; all 0 where the mask is empty.
    /// </summary>
    public MaskBox Box => box ??= MaskExtent.BoxOf(counts, Height, Width, HasInnerEmptyRun);

    /// <summary>Area and box together.</summary>
    public MaskExtent Extent => new(Area, Box);

    /// <summary>Whether a run after the first is empty, as no encoder writes it; such lists need the slow, literal walk.</summary>
    internal bool HasInnerEmptyRun { get; }

    /// <summary>A mask from its run lengths ("uncompressed RLE").</summary>
    /// <param name="height">Height in pixels, above 0.</param>
    /// <param name="width">Width in pixels, above 0.</param>
    /// <param name="counts">Run lengths that add up to height * width.</param>
    /// <param name="source">Where they come from, for the error.</param>
    /// <exception cref="InputException">The size is impossible or the runs do not add up to it.</exception>
    public static RunLengthMask FromCounts(int height, int width, ReadOnlySpan<uint> counts, string source = "run-length mask")
    {
        CheckSize(height, width, source);
        ulong sum = 0;
        foreach (var count in counts)
        {
            sum += count;
        }

        if (sum != (ulong)height * (ulong)width)
        {
            throw new InputException(
                source, $"runs of {sum} pixels", $"{(long)height * width} for size [{height}, {width}]",
                "write the mask again from its pixels");
        }

        return new RunLengthMask(height, width, counts.ToArray());
    }

    /// <summary>A mask from COCO's compressed string.</summary>
    /// <param name="height">Height in pixels, above 0.</param>
    /// <param name="width">Width in pixels, above 0.</param>
    /// <param name="text">The ASCII string, 6 bits a character.</param>
    /// <param name="source">Where it comes from, for the error.</param>
    /// <exception cref="InputException">The string is no such code, or its runs do not add up to the size.</exception>
    public static RunLengthMask FromCompressed(int height, int width, ReadOnlySpan<byte> text, string source = "run-length mask")
    {
        CheckSize(height, width, source);
        return new RunLengthMask(height, width, CompressedRuns.Read(text, (ulong)height * (ulong)width, source));
    }

    /// <inheritdoc cref="FromCompressed(int, int, ReadOnlySpan{byte}, string)"/>
    public static RunLengthMask FromCompressed(int height, int width, string text, string source = "run-length mask") =>
        FromCompressed(height, width, System.Text.Encoding.Latin1.GetBytes(text), source);

    /// <summary>The mask of all pixels that are not 0.</summary>
    public static RunLengthMask Encode(Plane<byte> mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        return new RunLengthMask(mask.Height, mask.Width, MaskEncoder.Encode(mask, 0, 0, mask.Width, mask.Height));
    }

    /// <summary>The mask of all pixels that are not 0 in a part of an image; outside the part there are none.</summary>
    /// <param name="part">The part's pixels.</param>
    /// <param name="left">The part's first column in the image.</param>
    /// <param name="top">The part's first row in the image.</param>
    /// <param name="width">Width of the image.</param>
    /// <param name="height">Height of the image.</param>
    public static RunLengthMask Encode(Plane<byte> part, int left, int top, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(part);
        if (left < 0 || top < 0 || part.Width > width - left || part.Height > height - top)
        {
            throw new ArgumentException(
                $"a part of {part.Width}x{part.Height} at ({left}, {top}) does not lie in {width}x{height}", nameof(part));
        }

        return new RunLengthMask(height, width, MaskEncoder.Encode(part, left, top, width, height));
    }

    /// <summary>The mask of the pixels of a map that have an id.</summary>
    /// <typeparam name="T">What ids are.</typeparam>
    /// <param name="ids">An id a pixel.</param>
    /// <param name="id">The id.</param>
    /// <param name="box">A part that holds all of them.</param>
    /// <exception cref="ArgumentException">The part does not lie in the map.</exception>
    public static RunLengthMask Of<T>(Plane<T> ids, T id, PixelRectangle box)
        where T : unmanaged, IEquatable<T>
    {
        ArgumentNullException.ThrowIfNull(ids);
        var part = new Plane<byte>(box.Width, box.Height);
        for (var y = 0; y < part.Height; y++)
        {
            var from = ids.Row(box.Top + y).Slice(box.Left, part.Width);
            var to = part.Row(y);
            for (var x = 0; x < to.Length; x++)
            {
                to[x] = from[x].Equals(id) ? (byte)1 : (byte)0;
            }
        }

        return Encode(part, box.Left, box.Top, ids.Width, ids.Height);
    }

    /// <summary>
    /// The merger of masks of one size: their union, or their intersection. Of no masks, or of different sizes, an empty
    /// one of size 0 x 0, as pycocotools has it; of one mask, that mask.
    /// </summary>
    public static RunLengthMask Merge(IReadOnlyList<RunLengthMask> masks, bool intersection = false)
    {
        ArgumentNullException.ThrowIfNull(masks);
        if (masks.Count == 1)
        {
            return masks[0];
        }

        if (masks.Count == 0 || masks.Any(mask => mask.Height != masks[0].Height || mask.Width != masks[0].Width))
        {
            return new RunLengthMask(0, 0, []);
        }

        var merged = masks[0].counts;
        for (var i = 1; i < masks.Count; i++)
        {
            merged = RunMerger.Merge(merged, masks[i].counts, intersection);
        }

        return new RunLengthMask(masks[0].Height, masks[0].Width, merged);
    }

    /// <summary>The mask's pixels that another of the same size does not have.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public RunLengthMask Without(RunLengthMask other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Height != Height || other.Width != Width)
        {
            throw new ArgumentException($"masks of {Width}x{Height} and {other.Width}x{other.Height}", nameof(other));
        }

        if (!HasInnerEmptyRun && !other.HasInnerEmptyRun)
        {
            return new RunLengthMask(Height, Width, RunDifference.Of(counts, other.counts, (uint)(Height * Width)));
        }

        // Outside and inside change places where an empty first run comes or goes.
        uint[] outside = other.counts is [0, .. var rest] ? rest : [0, .. other.counts];
        return new RunLengthMask(Height, Width, RunMerger.Merge(counts, outside, intersection: true));
    }

    /// <summary>The pixels, 1 inside and 0 outside.</summary>
    public Plane<byte> Decode()
    {
        var plane = new Plane<byte>(Width, Height);
        Paint(plane, (byte)1);
        return plane;
    }

    /// <summary>The pixels of a part of the image, 1 inside the mask and 0 outside.</summary>
    public Plane<byte> Decode(int left, int top, int width, int height)
    {
        if (left < 0 || top < 0 || width > Width - left || height > Height - top)
        {
            throw new ArgumentOutOfRangeException(nameof(left), $"{width}x{height} at ({left}, {top}) does not lie in {Width}x{Height}");
        }

        var plane = new Plane<byte>(width, height);
        long at = 0;
        for (var j = 0; j < counts.Length; at += counts[j], j++)
        {
            if ((j & 1) == 1)
            {
                PaintRun(plane.Pixels, at, counts[j], left, top, width, height);
            }
        }

        return plane;
    }

    /// <summary>Sets the mask's pixels in a plane of its size.</summary>
    /// <param name="plane">Where to.</param>
    /// <param name="value">What they become.</param>
    public void Paint<T>(Plane<T> plane, T value)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(plane);
        if (plane.Width != Width || plane.Height != Height)
        {
            throw new ArgumentException($"a plane of {plane.Width}x{plane.Height} for a mask of {Width}x{Height}", nameof(plane));
        }

        var pixels = plane.Pixels;
        long at = 0;
        for (var j = 0; j < counts.Length; at += counts[j], j++)
        {
            if ((j & 1) == 0)
            {
                continue;
            }

            var (x, y) = ((int)(at / Height), (int)(at % Height));
            for (var left = counts[j]; left > 0; left--)
            {
                pixels[(y * Width) + x] = value;
                if (++y == Height)
                {
                    (x, y) = (x + 1, 0);
                }
            }
        }
    }

    /// <summary>COCO's compressed string.</summary>
    public string ToCompressed() => CompressedRuns.Write(counts);

    internal static RunLengthMask FromTrusted(int height, int width, uint[] counts) => new(height, width, counts);

    internal static void CheckSize(int height, int width, string source)
    {
        if (height <= 0 || width <= 0 || (long)height * width > int.MaxValue)
        {
            throw new InputException(
                source, $"mask size [{height}, {width}]", "a height and a width above 0 and at most 2^31 - 1 pixels",
                "correct the size, which is [height, width]");
        }
    }

    private void PaintRun(byte[] pixels, long at, uint length, int left, int top, int width, int height)
    {
        for (var (x, y, end) = (at / Height, at % Height, at + length); at < end; x++, y = 0)
        {
            var rows = Math.Min(Height - y, end - at);
            if (x >= left && x < left + width)
            {
                var last = Math.Min(y + rows, top + height);
                for (var row = Math.Max(y, top); row < last; row++)
                {
                    pixels[((row - top) * width) + x - left] = 1;
                }
            }

            at += rows;
        }
    }
}
