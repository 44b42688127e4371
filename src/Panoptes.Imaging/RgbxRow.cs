using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Panoptes.Imaging;

/// <summary>
/// Rows of pixels as 32-bit numbers, R in the lowest byte, then G, B and 0: the form between the resampler, the
/// photometric steps and the output, where a vector lane is a pixel.
/// </summary>
internal static class RgbxRow
{
    /// <summary>Interleaved bytes to RGBX.</summary>
    public static void Unpack(ReadOnlySpan<byte> rgb, Span<int> pixels)
    {
        ref var source = ref MemoryMarshal.GetReference(rgb);
        var x = 0;
        if (Ssse3.IsSupported)
        {
            var spread = Vector128.Create((byte)0, 1, 2, 255, 3, 4, 5, 255, 6, 7, 8, 255, 9, 10, 11, 255);
            for (; x <= pixels.Length - 6; x += 4)
            {
                var four = Ssse3.Shuffle(Vector128.LoadUnsafe(ref source, (nuint)(3 * x)), spread).AsInt32();
                four.CopyTo(pixels[x..]);
            }
        }

        for (; x < pixels.Length; x++)
        {
            pixels[x] = rgb[3 * x] | (rgb[(3 * x) + 1] << 8) | (rgb[(3 * x) + 2] << 16);
        }
    }

    /// <summary>RGBX to interleaved bytes.</summary>
    public static void Pack(ReadOnlySpan<int> pixels, Span<byte> rgb)
    {
        ref var source = ref MemoryMarshal.GetReference(pixels);
        ref var target = ref MemoryMarshal.GetReference(rgb);
        var x = 0;
        if (Ssse3.IsSupported)
        {
            var squeeze = Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 255, 255, 255, 255);
            for (; x <= pixels.Length - 6; x += 4)
            {
                // Writes 16 bytes of which the last 4 are overwritten by the next step.
                Ssse3.Shuffle(Vector128.LoadUnsafe(ref source, (nuint)x).AsByte(), squeeze).StoreUnsafe(ref target, (nuint)(3 * x));
            }
        }

        for (; x < pixels.Length; x++)
        {
            var pixel = pixels[x];
            (rgb[3 * x], rgb[(3 * x) + 1], rgb[(3 * x) + 2]) = ((byte)pixel, (byte)(pixel >> 8), (byte)(pixel >> 16));
        }
    }

    /// <summary>(level - mean) / std of one channel.</summary>
    /// <param name="pixels">The row.</param>
    /// <param name="shift">0 for R, 8 for G, 16 for B.</param>
    /// <param name="mean">Mean of the channel.</param>
    /// <param name="std">Standard deviation of the channel.</param>
    /// <param name="plane">Takes the row's values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normalize(ReadOnlySpan<int> pixels, int shift, float mean, float std, Span<float> plane)
    {
        ref var source = ref MemoryMarshal.GetReference(pixels);
        ref var target = ref MemoryMarshal.GetReference(plane[..pixels.Length]);
        var mask = Vector256.Create(0xFF);
        var (means, stds) = (Vector256.Create(mean), Vector256.Create(std));
        var x = 0;
        for (; x <= pixels.Length - 8; x += 8)
        {
            var levels = Vector256.ConvertToSingle((Vector256.LoadUnsafe(ref source, (nuint)x) >>> shift) & mask);
            ((levels - means) / stds).StoreUnsafe(ref target, (nuint)x);
        }

        for (; x < pixels.Length; x++)
        {
            plane[x] = (((pixels[x] >> shift) & 0xFF) - mean) / std;
        }
    }

    /// <summary>(level - mean) / std of all channels, interleaved.</summary>
    /// <param name="pixels">The row.</param>
    /// <param name="mean">Means of R, G, B and any number.</param>
    /// <param name="std">Standard deviations of R, G, B and any number but 0.</param>
    /// <param name="interleaved">Takes three values a pixel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void NormalizeInterleaved(ReadOnlySpan<int> pixels, Vector128<float> mean, Vector128<float> std, Span<float> interleaved)
    {
        ref var target = ref MemoryMarshal.GetReference(interleaved[..(3 * pixels.Length)]);
        for (var x = 0; x < pixels.Length; x++)
        {
            var bytes = Vector128.CreateScalarUnsafe(pixels[x]).AsByte();
            var levels = Vector128.ConvertToSingle(Vector128.WidenLower(Vector128.WidenLower(bytes)).AsInt32());
            var values = (levels - mean) / std;
            if (x < pixels.Length - 1)
            {
                // The fourth number is written again by the next pixel.
                values.StoreUnsafe(ref target, (nuint)(3 * x));
            }
            else
            {
                (interleaved[3 * x], interleaved[(3 * x) + 1], interleaved[(3 * x) + 2]) = (values[0], values[1], values[2]);
            }
        }
    }
}
