using System.Buffers;
using Panoptes.Foundation;

namespace Panoptes.Imaging.Masks;

/// <summary>How much of an image a mask covers, and where, as pycocotools says it.</summary>
/// <param name="Area">Pixels in the mask.</param>
/// <param name="Box">The box round it, by the rule of <see cref="RunLengthMask.Box"/>.</param>
public readonly record struct MaskExtent(long Area, MaskBox Box)
{
    private const int MostOnStack = 512;

    /// <summary>Reads it from COCO's compressed string, of which nothing is kept.</summary>
    /// <param name="height">Height in pixels, above 0.</param>
    /// <param name="width">Width in pixels, above 0.</param>
    /// <param name="text">The ASCII string, 6 bits a character.</param>
    /// <param name="source">Where it comes from, for the error.</param>
    /// <exception cref="InputException">The string is no such code, or its runs do not add up to the size.</exception>
    public static MaskExtent FromCompressed(int height, int width, ReadOnlySpan<byte> text, string source = "run-length mask")
    {
        RunLengthMask.CheckSize(height, width, source);
        var rented = text.Length > MostOnStack ? ArrayPool<uint>.Shared.Rent(text.Length) : null;
        var runs = rented ?? stackalloc uint[MostOnStack];
        try
        {
            runs = runs[..CompressedRuns.Read(text, (ulong)height * (ulong)width, source, runs)];
            var (area, hasInnerEmptyRun) = Count(runs);
            return new MaskExtent(area, BoxOf(runs, height, width, hasInnerEmptyRun));
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<uint>.Shared.Return(rented);
            }
        }
    }

    /// <summary>Pixels in runs of 1, and whether a run after the first is empty.</summary>
    internal static (long Area, bool HasInnerEmptyRun) Count(ReadOnlySpan<uint> counts)
    {
        var (area, isEmpty) = (0L, false);
        for (var j = 1; j < counts.Length; j++)
        {
            area += (j & 1) == 1 ? counts[j] : 0;
            isEmpty |= counts[j] == 0;
        }

        return (area, isEmpty);
    }

    /// <summary>The box round runs (maskApi.c, rleToBbox).</summary>
    internal static MaskBox BoxOf(ReadOnlySpan<uint> counts, int height, int width, bool hasInnerEmptyRun)
    {
        var runs = counts[..(counts.Length / 2 * 2)];
        return runs.Length == 0 || height == 0 ? default
            : hasInnerEmptyRun ? LiteralBox(runs, (uint)height, (uint)width)
            : BoxOfPairs(runs, (uint)height, (uint)width);
    }

    // A pair is a run of 0 and one of 1 behind it: the second begins at a row of a column, and reaches its end or into later columns. Most
    // runs are shorter than a column, so that one division for each is saved.
    private static MaskBox BoxOfPairs(ReadOnlySpan<uint> runs, uint h, uint w)
    {
        var (xs, ys, xe, ye) = (w, h, 0u, 0u);
        var (x, y) = (0u, 0u);
        for (var j = 0; j + 1 < runs.Length; j += 2)
        {
            y += runs[j];
            if (y >= h)
            {
                (x, y) = (x + (y / h), y % h);
            }

            (xs, ys) = (Math.Min(xs, x), Math.Min(ys, y));
            var last = y + runs[j + 1] - 1;
            if (last < h)
            {
                (y, ye) = (last + 1, Math.Max(ye, last));
                xe = Math.Max(xe, x);
                if (y == h)
                {
                    (x, y) = (x + 1, 0);
                }
            }
            else
            {
                (ys, ye) = (0, h - 1);
                (x, y) = (x + ((last + 1) / h), (last + 1) % h);
                xe = Math.Max(xe, y == 0 ? x - 1 : x);
            }
        }

        return new MaskBox(xs, ys, xe - xs + 1, ye - ys + 1);
    }

    private static MaskBox LiteralBox(ReadOnlySpan<uint> runs, uint h, uint w)
    {
        var (xs, ys, xe, ye) = (w, h, 0u, 0u);
        var (at, xp) = (0u, 0u);
        for (var j = 0; j < runs.Length; j++)
        {
            at += runs[j];

            // An empty run at the very start wraps round, as the unsigned arithmetic of the original does.
            var last = unchecked(at - (uint)(j & 1));
            var (x, y) = Math.DivRem(last, h);
            if ((j & 1) == 0)
            {
                xp = x;
            }
            else if (xp < x)
            {
                (ys, ye) = (0, h - 1);
            }

            (xs, xe) = (Math.Min(xs, x), Math.Max(xe, x));
            (ys, ye) = (Math.Min(ys, y), Math.Max(ye, y));
        }

        return new MaskBox(xs, ys, unchecked(xe - xs + 1), unchecked(ye - ys + 1));
    }
}
