using Panoptes.Foundation;
using Panoptes.Imaging.Codecs;
using Panoptes.Imaging.Codecs.Jpeg;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;
using Panoptes.Tests;

namespace Panoptes.Imaging.Tests.Codecs;

public sealed class JpegTests
{
    [Theory]
    [InlineData(JpegSubsampling.None444, 97, 4)]
    [InlineData(JpegSubsampling.Half422, 95, 6)]
    [InlineData(JpegSubsampling.Quarter420, 90, 8)]
    public void What_is_written_is_read_again_but_for_its_losses(JpegSubsampling subsampling, int quality, int loss)
    {
        var image = Smooth(67, 43);
        var read = JpegFile.Read(JpegFile.Encode(image, quality, subsampling), "smooth.jpg");
        Assert.Equal((67, 43), (read.Width, read.Height));
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            Assert.InRange(read.Pixels[i] - image.Pixels[i], -loss, loss);
        }
    }

    [Fact]
    public void A_better_quality_takes_more_bytes_and_loses_less()
    {
        var image = Scenes.Noise(new SeededRandom(1), 64, 64);
        var (small, large) = (JpegFile.Encode(image, 30), JpegFile.Encode(image, 95));
        Assert.True(small.Length < large.Length);
        Assert.True(Loss(small) > Loss(large));

        double Loss(byte[] jpeg) => JpegFile.Read(jpeg, "n.jpg").Pixels.Zip(image.Pixels, (a, b) => Math.Abs(a - b)).Average();
    }

    [Fact]
    public void Every_orientation_comes_upright()
    {
        var upright = Smooth(48, 32);
        foreach (var orientation in Enum.GetValues<ExifOrientation>())
        {
            foreach (var isLittle in new[] { false, true })
            {
                // What a camera stores is the upright picture under the inverse of the turn that the tag asks for.
                var inverse = orientation switch
                {
                    ExifOrientation.Rotate90 =>
                    ExifOrientation.Rotate270,
                    ExifOrientation.Rotate270 => ExifOrientation.Rotate90,
                    _ => orientation
                };
                var jpeg = WithOrientation(
                    JpegFile.Encode(inverse.Apply(upright), 97, JpegSubsampling.None444), (int)orientation, isLittle);
                var header = ImageFile.ReadHeader(jpeg, "turned.jpg");
                Assert.Equal((orientation, 48, 32), (header.Orientation, header.Width, header.Height));
                var read = ImageFile.ReadRgb(jpeg, "turned.jpg");
                Assert.Equal((48, 32), (read.Width, read.Height));
                Assert.InRange(read.Pixels.Zip(upright.Pixels, (a, b) => Math.Abs(a - b)).Max(), 0, 8);
            }
        }
    }

    [Fact]
    public void Rotating_by_a_quarter_moves_the_corners_clockwise()
    {
        var stored = new RgbImage(2, 1, [10, 0, 0, 20, 0, 0]);
        var turned = ExifOrientation.Rotate90.Apply(stored);
        Assert.Equal((1, 2), (turned.Width, turned.Height));
        Assert.Equal([10, 0, 0, 20, 0, 0], turned.Pixels);
        stored = new RgbImage(1, 2, [10, 0, 0, 20, 0, 0]);
        Assert.Equal([20, 0, 0, 10, 0, 0], ExifOrientation.Rotate90.Apply(stored).Pixels);
        Assert.Equal([10, 0, 0, 20, 0, 0], ExifOrientation.Rotate270.Apply(stored).Pixels);
    }

    [Fact]
    public void Broken_exif_data_counts_as_upright()
    {
        var jpeg = JpegFile.Encode(Smooth(16, 16));
        byte[][] broken =
        [
            [], [(byte)'I'], "II*\0"u8.ToArray(), [.. "II*\0"u8, 0xFF, 0xFF, 0xFF, 0xFF], [.. "MM\0*"u8, 0, 0, 0, 8, 0xFF, 0xFF],
            [.. "XX*\0"u8, 8, 0, 0, 0], [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 9, 0, 0, 0],
            [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 4, 0, 1, 0, 0, 0, 6, 0, 0, 0],
            [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0],
        ];
        foreach (var tiff in broken)
        {
            Assert.Equal(ExifOrientation.Normal, ImageFile.ReadHeader(WithExif(jpeg, tiff), "exif.jpg").Orientation);
        }

        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new SeededRandom(seed);
            var tiff = new byte[random.NextInt(0, 64)];
            for (var i = 0; i < tiff.Length; i++)
            {
                tiff[i] = (byte)random.NextInt(0, random.NextBool() ? 16 : 256);
            }

            (random.NextBool() ? "II*\0"u8 : "MM\0*"u8)[..Math.Min(4, tiff.Length)].CopyTo(tiff);
            Assert.InRange(ExifReader.Orientation(tiff), ExifOrientation.Normal, ExifOrientation.Rotate270);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void A_reduced_image_has_its_sides_rounded_up_and_shows_the_same(int denominator)
    {
        var image = Smooth(203, 101);
        var jpeg = JpegFile.Encode(image, 97, JpegSubsampling.None444);
        var reduced = JpegFile.Read(jpeg, "r.jpg", denominator);
        Assert.Equal(((203 + denominator - 1) / denominator, (101 + denominator - 1) / denominator), (reduced.Width, reduced.Height));
        var geometry = Geometry.Identity(203, 101).Resize(20, 10);
        var direct = Resampler.Color(image, geometry);
        var indirect = Resampler.Color(reduced, geometry.ForReducedSource(denominator));
        Assert.InRange(direct.Pixels.Zip(indirect.Pixels, (a, b) => Math.Abs(a - b)).Max(), 0, 6);
    }

    [Fact]
    public void Every_truncation_is_refused_with_the_files_name()
    {
        var jpeg = JpegFile.Encode(Scenes.Noise(new SeededRandom(2), 24, 16), 80);
        for (var length = 0; length < jpeg.Length - 2; length++)
        {
            var error = Assert.Throws<InputException>(() => ImageFile.ReadRgb(jpeg.AsSpan(0, length), "cut.jpg"));
            Assert.StartsWith("cut.jpg: ", error.Message);
        }
    }

    [Fact]
    public void A_damaged_file_may_be_taken_on_request()
    {
        var jpeg = JpegFile.Encode(Smooth(64, 64), 90);
        var cut = jpeg.AsSpan(0, jpeg.Length * 3 / 4);
        Assert.Equal(64, JpegFile.Read(cut, "cut.jpg", allowWarnings: true).Width);
    }

    [Fact]
    public void Flipped_bytes_never_crash()
    {
        var (refused, read) = (0, 0);
        var originals = new[] { JpegFile.Encode(Smooth(40, 30), 85), JpegFile.Encode(
            Scenes.Noise(new SeededRandom(3), 17, 33), 60, JpegSubsampling.None444) };
        originals = [.. originals, WithOrientation(originals[0], 6, isLittle: true)];
        for (var seed = 0; seed < 4000; seed++)
        {
            var random = new SeededRandom(seed);
            var jpeg = originals[seed % originals.Length].ToArray();
            for (var flips = random.NextInt(1, 4); flips > 0; flips--)
            {
                jpeg[random.NextInt(2, jpeg.Length)] ^= (byte)(1 << random.NextInt(0, 8));
            }

            try
            {
                var image = ImageFile.ReadRgb(jpeg, "flipped.jpg", new ImageLimits { MaxPixels = 1 << 20 });
                Assert.Equal(3 * image.Width * image.Height, image.Pixels.Length);
                read++;
            }
            catch (InputException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 100, 4000);
        Assert.InRange(read, 100, 4000);
    }

    [Fact]
    public void A_header_that_claims_too_much_is_refused()
    {
        var jpeg = JpegFile.Encode(new RgbImage(8, 8));
        var frame = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        jpeg.AsSpan(frame + 5, 4).Fill(0xFF);
        Assert.Contains("65535x65535", Assert.Throws<InputException>(() => ImageFile.ReadRgb(jpeg, "bomb.jpg")).Message);
        Assert.Contains("65535x65535", Assert.Throws<InputException>(() => ImageFile.ReadHeader(jpeg, "bomb.jpg")).Message);
        jpeg.AsSpan(frame + 5, 4).Clear();
        Assert.Throws<InputException>(() => ImageFile.ReadRgb(jpeg, "empty.jpg"));
    }

    [Fact]
    public void Cmyk_is_converted()
    {
        // White in Adobe's inverted form, then in the plain one; a 1x1 picture whose only block is flat.
        Assert.Equal([255, 255, 255], JpegFile.Read(FlatCmyk(adobe: true, highDc: true), "cmyk.jpg").Pixels.Take(3));
        Assert.Equal([0, 0, 0], JpegFile.Read(FlatCmyk(adobe: true, highDc: false), "cmyk.jpg").Pixels.Take(3));
        Assert.Equal([255, 255, 255], JpegFile.Read(FlatCmyk(adobe: false, highDc: false), "cmyk.jpg").Pixels.Take(3));
        Assert.Equal(PixelLayout.Cmyk, ImageFile.ReadHeader(FlatCmyk(adobe: true, highDc: true), "cmyk.jpg").Layout);
    }

    [NeedsSharedFact("data/coco/train2017")]
    public void Photographs_are_read_and_their_headers_agree()
    {
        foreach (var path in Directory.EnumerateFiles(SharedFiles.Path("data/coco/train2017")!, "*.jpg").Order().Take(12))
        {
            var header = ImageFile.ReadHeader(path);
            var image = ImageFile.ReadRgb(path);
            Assert.Equal((header.Width, header.Height), (image.Width, image.Height));
            Assert.True(image.Pixels.Distinct().Count() > 100, path);
        }
    }

    private static RgbImage Smooth(int width, int height)
    {
        var image = new RgbImage(width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                image.Pixels[((y * width) + x) * 3] = (byte)(20 + (200 * x / width));
                image.Pixels[(((y * width) + x) * 3) + 1] = (byte)(20 + (200 * y / height));
                image.Pixels[(((y * width) + x) * 3) + 2] = 90;
            }
        }

        return image;
    }

    private static byte[] WithOrientation(byte[] jpeg, int orientation, bool isLittle)
    {
        byte[] entry = isLittle
            ? [0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0]
            : [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0];
        byte[] other = isLittle ? [0x0F, 0x01, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0] : [0x01, 0x0F, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0];
        byte[] start = isLittle ? [.. "II*\0"u8, 8, 0, 0, 0, 2, 0] : [.. "MM\0*"u8, 0, 0, 0, 8, 0, 2];
        return WithExif(jpeg, [.. start, .. other, .. entry, 0, 0, 0, 0]);
    }

    private static byte[] WithExif(byte[] jpeg, byte[] tiff)
    {
        var length = 2 + 6 + tiff.Length;
        return [0xFF, 0xD8, 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. "Exif\0\0"u8, .. tiff, .. jpeg[2..]];
    }

    /// <summary>An 8x8 four-channel JPEG whose blocks hold nothing but a mean far above or below the middle.</summary>
    private static byte[] FlatCmyk(bool adobe, bool highDc)
    {
        byte[] table = [0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)1, 64)];
        byte[] frame = [0xFF, 0xC0, 0, 20, 8, 0, 8, 0, 8, 4, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0];

        // One code each: DC category 11 is '0'; AC end-of-block is '0'.
        byte[] dc = [0xFF, 0xC4, 0, 20, 0x00, 1, .. new byte[15], 11];
        byte[] ac = [0xFF, 0xC4, 0, 20, 0x10, 1, .. new byte[15], 0];
        byte[] scan = [0xFF, 0xDA, 0, 14, 4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0];

        // Each component: '0', 11 bits of a DC of +1024 or -1024, '0'. Eleven bits 10000000000 or 01111111111.
        var bits = string.Concat(Enumerable.Repeat("0" + (highDc ? "10000000000" : "01111111111") + "0", 4));
        bits = bits.PadRight((bits.Length + 7) / 8 * 8, '1');
        var data = bits.Chunk(8).Select(octet => Convert.ToByte(new string(octet), 2))
            .SelectMany(value => value == 0xFF ? new byte[] { 0xFF, 0 } : [value]);
        byte[] marker = adobe ? [0xFF, 0xEE, 0, 14, .. "Adobe"u8, 0, 100, 0, 0, 0, 0, 0] : [];
        return [0xFF, 0xD8, .. marker, .. table, .. frame, .. dc, .. ac, .. scan, .. data, 0xFF, 0xD9];
    }
}
