using System.Buffers;
using Panoptes.Foundation;
using Panoptes.Imaging.Codecs.Native;

namespace Panoptes.Imaging.Codecs.Png;

/// <summary>
/// Turns a PNG file into its scanlines. Plain files (not interlaced, sound) are inflated by ISA-L or libdeflate where they are
/// installed and unfiltered here, which takes about a quarter of libspng's time; everything else, and every verdict on a
/// damaged file, comes from libspng.
/// </summary>
internal static unsafe class PngDecoder
{
    /// <summary>Decodes into scanlines without padding: packed below 8 bits, big-endian at 16, as stored.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="header">Its header.</param>
    /// <param name="limits">Limits on ancillary data.</param>
    /// <param name="scanlines">RowBytes bytes for each of the first scanlines that are wanted; Height of them at most.</param>
    /// <param name="columns">Pixels of each scanline that are wanted, from the left; the others may hold anything.</param>
    /// <param name="engine">What inflates it.</param>
    /// <returns>The palette; empty where there is none.</returns>
    public static Rgb[] Decode(
        ReadOnlySpan<byte> file, string name, PngHeader header, ImageLimits limits, Span<byte> scanlines, int columns = int.MaxValue,
        PngEngine engine = PngEngine.Fastest)
    {
        if (engine != PngEngine.Libspng && !header.IsInterlaced
            && TryDecodePlain(file, header, scanlines, columns, engine, out var palette))
        {
            return palette;
        }

        return DecodeAny(file, name, header, limits, scanlines);
    }

    private static bool TryDecodePlain(
        ReadOnlySpan<byte> file, PngHeader header, Span<byte> scanlines, int columns, PngEngine engine, out Rgb[] palette)
    {
        palette = [];
        var rows = scanlines.Length / header.RowBytes;
        var chunks = new List<(int Offset, int Length)>();
        if (!PngChunks.TryWalk(file, chunks, out var table) || (header.Layout == PixelLayout.Palette && table.Length == 0))
        {
            return false;
        }

        var fullSize = (long)(header.RowBytes + 1) * header.Height;
        engine = PngInflate.Choose(engine, chunks.Sum(chunk => (long)chunk.Length), fullSize);
        var filteredSize = Math.Min(fullSize, ((long)(header.RowBytes + 1) * rows) + PngInflate.Slack(engine));
        if (engine == PngEngine.Libspng || filteredSize > Array.MaxLength)
        {
            return false;
        }

        var filtered = ArrayPool<byte>.Shared.Rent((int)filteredSize);
        try
        {
            if (!TryInflate(engine, file, chunks, filtered.AsSpan(0, (int)filteredSize), isWhole: filteredSize == fullSize))
            {
                return false;
            }

            var used = (header with { Width = Math.Min(columns, header.Width) }).RowBytes;
            if (!PngUnfilter.TryRun(filtered, rows, header.RowBytes, header.FilterStep, scanlines, used))
            {
                return false;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(filtered);
        }

        palette = ToPalette(file.Slice(table.Offset, table.Length));
        return true;
    }

    private static bool TryInflate(
        PngEngine engine, ReadOnlySpan<byte> file, List<(int Offset, int Length)> chunks, Span<byte> output, bool isWhole)
    {
        if (chunks.Count == 1)
        {
            return PngInflate.TryRun(engine, file.Slice(chunks[0].Offset, chunks[0].Length), output, isWhole);
        }

        var joined = ArrayPool<byte>.Shared.Rent(chunks.Sum(chunk => chunk.Length));
        try
        {
            var length = 0;
            foreach (var chunk in chunks)
            {
                file.Slice(chunk.Offset, chunk.Length).CopyTo(joined.AsSpan(length));
                length += chunk.Length;
            }

            return PngInflate.TryRun(engine, joined.AsSpan(0, length), output, isWhole);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(joined);
        }
    }

    private static Rgb[] DecodeAny(ReadOnlySpan<byte> file, string name, PngHeader header, ImageLimits limits, Span<byte> scanlines)
    {
        ImageLibraries.Require(Spng.Library);
        var context = Spng.NewContext(0);
        if (context == 0)
        {
            throw new InsufficientMemoryException("libspng could not allocate a context");
        }

        try
        {
            fixed (byte* start = file)
            fixed (byte* output = scanlines)
            {
                Check(Spng.SetImageLimits(context, (uint)limits.MaxWidth, (uint)limits.MaxHeight), file, name);
                Check(Spng.SetChunkLimits(context, (nuint)limits.MaxAncillaryBytes, (nuint)limits.MaxAncillaryBytes), file, name);
                Check(Spng.SetBuffer(context, start, (nuint)file.Length), file, name);
                Check(Spng.DecodedImageSize(context, Spng.FormatRaw, out var size), file, name);
                if (size == (nuint)scanlines.Length)
                {
                    Check(Spng.DecodeImage(context, output, size, Spng.FormatRaw, 0), file, name);
                }
                else
                {
                    var whole = new byte[checked((int)size)];
                    fixed (byte* all = whole)
                    {
                        Check(Spng.DecodeImage(context, all, size, Spng.FormatRaw, 0), file, name);
                    }

                    whole.AsSpan(0, scanlines.Length).CopyTo(scanlines);
                }
            }

            if (PngChunks.Fault(file) is { } fault)
            {
                throw Broken(file, name, fault);
            }

            if (header.Layout != PixelLayout.Palette)
            {
                return [];
            }

            Spng.Palette palette;
            Check(Spng.GetPalette(context, &palette), file, name);
            var colors = new Rgb[palette.Count];
            for (var i = 0; i < colors.Length; i++)
            {
                colors[i] = new Rgb(palette.Entries[4 * i], palette.Entries[(4 * i) + 1], palette.Entries[(4 * i) + 2]);
            }

            return colors;
        }
        finally
        {
            Spng.FreeContext(context);
        }
    }

    private static void Check(int status, ReadOnlySpan<byte> file, string name)
    {
        if (status != 0)
        {
            throw Broken(file, name, $"libspng says: {Spng.Error(status)}");
        }
    }

    private static InputException Broken(ReadOnlySpan<byte> file, string name, string why) =>
        new(name, $"a truncated or corrupt PNG of {file.Length} bytes ({why})", "a whole PNG image", "copy or write the file again");

    private static Rgb[] ToPalette(ReadOnlySpan<byte> table)
    {
        var colors = new Rgb[table.Length / 3];
        for (var i = 0; i < colors.Length; i++)
        {
            colors[i] = new Rgb(table[3 * i], table[(3 * i) + 1], table[(3 * i) + 2]);
        }

        return colors;
    }
}
