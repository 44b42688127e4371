using Panoptes.Foundation;

namespace Panoptes.Imaging.Masks;

/// <summary>
/// COCO's string form of run lengths: 5 bits a character and one that says "more", from ASCII 48; from the fourth run on
/// the difference to the run two before is coded (maskApi.c, rleToString and rleFrString).
/// </summary>
internal static class CompressedRuns
{
    public static string Write(ReadOnlySpan<uint> counts)
    {
        var text = new System.Text.StringBuilder(counts.Length * 2);
        for (var i = 0; i < counts.Length; i++)
        {
            var x = (long)counts[i] - (i > 2 ? counts[i - 2] : 0);
            bool more;
            do
            {
                var bits = (int)(x & 0x1f);
                x >>= 5;
                more = (bits & 0x10) != 0 ? x != -1 : x != 0;
                text.Append((char)((more ? bits | 0x20 : bits) + 48));
            }
            while (more);
        }

        return text.ToString();
    }

    /// <summary>Reads the runs and checks that they add up to <paramref name="pixels"/>.</summary>
    public static uint[] Read(ReadOnlySpan<byte> text, ulong pixels, string source)
    {
        var counts = new uint[Codes(text)];
        Read(text, pixels, source, counts);
        return counts;
    }

    /// <summary>Reads the runs into memory of at least one place a character; returned is how many there are.</summary>
    public static int Read(ReadOnlySpan<byte> text, ulong pixels, string source, Span<uint> counts)
    {
        var (m, p) = (0, 0);
        ulong sum = 0;
        while (p < text.Length)
        {
            long x = 0;
            var shift = 0;
            int bits;
            do
            {
                if (p == text.Length || shift > 50)
                {
                    throw Bad(source, $"a code that breaks off at character {p}", "whole run lengths");
                }

                bits = text[p++] - 48;
                if ((uint)bits > 63)
                {
                    throw Bad(source, $"character {p - 1} that no run-length code has", "characters of ASCII 48 to 111");
                }

                x |= (long)(bits & 0x1f) << shift;
                shift += 5;
            }
            while ((bits & 0x20) != 0);

            if ((bits & 0x10) != 0)
            {
                x |= -1L << shift;
            }

            if (m > 2)
            {
                x += counts[m - 2];
            }

            if (x < 0 || (ulong)x > pixels - sum)
            {
                throw Bad(source, $"run {m} of {x} pixels after {sum}", $"runs that add up to the {pixels} pixels of the size");
            }

            sum += (ulong)x;
            counts[m++] = (uint)x;
        }

        if (sum != pixels)
        {
            throw Bad(source, $"runs of {sum} pixels", $"the {pixels} pixels of the size");
        }

        return m;
    }

    // Every code ends with the one character that does not say "more".
    private static int Codes(ReadOnlySpan<byte> text)
    {
        var codes = 0;
        foreach (var character in text)
        {
            codes += ((character - 48) >> 5 & 1) ^ 1;
        }

        return codes;
    }

    private static InputException Bad(string source, string found, string expected) =>
        new(source, found, expected, "write the mask again from its pixels");
}
