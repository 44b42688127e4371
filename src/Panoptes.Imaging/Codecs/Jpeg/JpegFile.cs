using System.Runtime.InteropServices;
using Panoptes.Foundation;
using Panoptes.Imaging.Codecs.Native;

namespace Panoptes.Imaging.Codecs.Jpeg;

/// <summary>How much finer a JPEG stores brightness than color.</summary>
public enum JpegSubsampling
{
    /// <summary>Color at full size.</summary>
    None444 = 0,

    /// <summary>Color at half the width.</summary>
    Half422 = 1,

    /// <summary>Color at half the width and height.</summary>
    Quarter420 = 2,
}

/// <summary>Reads and writes JPEG images. Safe to call from many threads.</summary>
public static unsafe class JpegFile
{
    /// <summary>Reads the header of a JPEG in memory.</summary>
    /// <param name="file">The file's bytes, at least up to its frame header.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="limits">The largest image allowed; the default ones where null.</param>
    /// <exception cref="InputException">Truncated or corrupt, a kind of JPEG that is not decoded, or above the limits.</exception>
    public static ImageHeader ReadHeader(ReadOnlySpan<byte> file, string name, ImageLimits? limits = null) =>
        Markers(file, name).ToHeader(name, limits);

    /// <summary>Reads an upright color image: gray is repeated, CMYK is converted (multiplicatively, no color profile).</summary>
    /// <param name="path">The file.</param>
    /// <param name="denominator">1, 2, 4 or 8: the image comes at 1/denominator of its size, sides rounded up.</param>
    /// <param name="limits">The largest image allowed; the default ones where null.</param>
    /// <param name="allowWarnings">
    /// False refuses a file that decodes with warnings (cut off, or with damaged data); true takes what could be decoded.
    /// </param>
    /// <exception cref="InputException">No such file, not a JPEG, truncated or corrupt, or above the limits.</exception>
    public static RgbImage Read(string path, int denominator = 1, ImageLimits? limits = null, bool allowWarnings = false)
    {
        using var file = FileBytes.Read(path, limits);
        return Read(file.Span, path, denominator, limits, allowWarnings);
    }

    /// <summary>Reads an upright color image from memory.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="denominator">1, 2, 4 or 8: the image comes at 1/denominator of its size, sides rounded up.</param>
    /// <param name="limits">The largest image allowed; the default ones where null.</param>
    /// <param name="allowWarnings">Whether a file that decodes with warnings is taken.</param>
    /// <param name="reuse">An image that is overwritten and returned where it has the size needed; saves its allocation.</param>
    /// <exception cref="InputException">Not a JPEG, truncated or corrupt, or above the limits.</exception>
    public static RgbImage Read(
        ReadOnlySpan<byte> file, string name, int denominator = 1, ImageLimits? limits = null, bool allowWarnings = false,
        RgbImage? reuse = null)
    {
        if (denominator is not (1 or 2 or 4 or 8))
        {
            throw new ArgumentOutOfRangeException(nameof(denominator), denominator, "must be 1, 2, 4 or 8");
        }

        var markers = Markers(file, name);
        var header = markers.ToHeader(name, limits);
        ImageLibraries.Require(TurboJpeg.Library);
        var handle = TurboJpeg.NewDecompressor();
        try
        {
            fixed (byte* start = file)
            {
                var size = new CULong((nuint)file.Length);
                if (TurboJpeg.ReadHeader(handle, start, size, out var width, out var height, out _, out var colorSpace) != 0
                    && TurboJpeg.ErrorCode(handle) != TurboJpeg.ErrorIsWarning)
                {
                    throw Broken(handle, file.Length, name);
                }

                if (width != header.StoredWidth || height != header.StoredHeight)
                {
                    throw new InputException(
                        name, $"a JPEG that claims both {header.StoredWidth}x{header.StoredHeight} and {width}x{height} pixels",
                        "one frame header", "write the file again");
                }

                (width, height) = ((width + denominator - 1) / denominator, (height + denominator - 1) / denominator);
                var isCmyk = colorSpace is TurboJpeg.ColorCmyk or TurboJpeg.ColorYcck;
                var fits = header.Orientation == ExifOrientation.Normal ? reuse : null;
                var pixels = isCmyk
                    ? GC.AllocateUninitializedArray<byte>(checked(width * height * 4))
                    : RgbImage.Uninitialized(width, height, fits).Pixels;
                fixed (byte* output = pixels)
                {
                    var status = TurboJpeg.Decompress(
                        handle, start, size, output, width, 0, height, isCmyk ? TurboJpeg.PixelCmyk : TurboJpeg.PixelRgb,
                        TurboJpeg.FlagLimitScans);
                    if (status != 0 && !(allowWarnings && TurboJpeg.ErrorCode(handle) == TurboJpeg.ErrorIsWarning))
                    {
                        throw Broken(handle, file.Length, name);
                    }
                }

                pixels = isCmyk ? FromCmyk(pixels, markers.HasAdobe) : pixels;
                return ReferenceEquals(pixels, fits?.Pixels) ? fits! : header.Orientation.Apply(new RgbImage(width, height, pixels));
            }
        }
        finally
        {
            _ = TurboJpeg.Destroy(handle);
        }
    }

    /// <summary>Writes a JPEG, whole or not at all.</summary>
    /// <param name="path">Where it goes.</param>
    /// <param name="image">The image.</param>
    /// <param name="quality">1 (worst) to 100 (best).</param>
    /// <param name="subsampling">How coarse color is stored.</param>
    public static void Write(string path, RgbImage image, int quality = 90, JpegSubsampling subsampling = JpegSubsampling.Quarter420) =>
        AtomicFile.Write(path, stream => Write(stream, image, quality, subsampling));

    /// <summary>Writes a JPEG to a stream.</summary>
    /// <param name="stream">Takes the bytes.</param>
    /// <param name="image">The image.</param>
    /// <param name="quality">1 (worst) to 100 (best).</param>
    /// <param name="subsampling">How coarse color is stored.</param>
    public static void Write(Stream stream, RgbImage image, int quality = 90, JpegSubsampling subsampling = JpegSubsampling.Quarter420) =>
        stream.Write(Encode(image, quality, subsampling));

    /// <summary>The bytes of a JPEG.</summary>
    /// <param name="image">The image, at most 65500 pixels a side.</param>
    /// <param name="quality">1 (worst) to 100 (best).</param>
    /// <param name="subsampling">How coarse color is stored.</param>
    public static byte[] Encode(RgbImage image, int quality = 90, JpegSubsampling subsampling = JpegSubsampling.Quarter420)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        ImageLibraries.Require(TurboJpeg.Library);
        var handle = TurboJpeg.NewCompressor();
        try
        {
            var jpeg = new byte[checked((int)TurboJpeg.LargestSize(image.Width, image.Height, (int)subsampling).Value)];
            var size = new CULong((nuint)jpeg.Length);
            fixed (byte* input = image.Pixels)
            fixed (byte* output = jpeg)
            {
                var target = output;
                if (TurboJpeg.Compress(
                        handle, input, image.Width, 0, image.Height, TurboJpeg.PixelRgb, &target, &size, (int)subsampling, quality,
                        TurboJpeg.FlagNoReallocation) != 0)
                {
                    throw new InvalidOperationException($"libturbojpeg cannot encode this image: {TurboJpeg.Error(handle)}");
                }
            }

            return jpeg[..(int)size.Value];
        }
        finally
        {
            _ = TurboJpeg.Destroy(handle);
        }
    }

    private static JpegMarkers Markers(ReadOnlySpan<byte> file, string name)
    {
        if (!file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]))
        {
            throw new InputException(
                name, $"a file that begins {Convert.ToHexString(file[..Math.Min(8, file.Length)])}", "a JPEG image",
                "convert it to JPEG, or point at another file");
        }

        return JpegMarkers.TryRead(file, name)
            ?? throw new InputException(
                name, $"a JPEG of {file.Length} bytes, cut off in its header", "a whole JPEG image", "copy the file again");
    }

    // Adobe's programs store CMYK inverted (255 = no ink), and are the ones that write it.
    private static byte[] FromCmyk(byte[] cmyk, bool isInverted)
    {
        var rgb = new byte[cmyk.Length / 4 * 3];
        var flip = isInverted ? 0 : 255;
        for (int i = 0, at = 0; at < rgb.Length; i += 4, at += 3)
        {
            var black = cmyk[i + 3] ^ flip;
            rgb[at] = (byte)((((cmyk[i] ^ flip) * black) + 127) / 255);
            rgb[at + 1] = (byte)((((cmyk[i + 1] ^ flip) * black) + 127) / 255);
            rgb[at + 2] = (byte)((((cmyk[i + 2] ^ flip) * black) + 127) / 255);
        }

        return rgb;
    }

    private static InputException Broken(nint handle, int length, string name) =>
        new(
            name, $"a truncated or corrupt JPEG of {length} bytes (libturbojpeg says: {TurboJpeg.Error(handle)})", "a whole JPEG image",
            "copy or write the file again");
}
