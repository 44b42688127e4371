using Panoptes.Foundation;
using Panoptes.Imaging.Codecs;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Drawing;

namespace Panoptes.Imaging.Tests.Codecs;

public sealed class BadPngTests
{
    [Fact]
    public void A_header_that_claims_too_much_is_refused_before_memory_is_taken()
    {
        var png = new PngBytes().Header(100_000, 100_000, 8, 2).Chunk("IDAT", PngBytes.Deflate(new byte[100])).End();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<InputException>(() => ImageFile.ReadRgb(png, "bomb.png"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 16);
        Assert.Contains("bomb.png", error.Message);
        Assert.Contains("100000x100000", error.Message);
        Assert.Throws<InputException>(() => ImageFile.ReadHeader(png, "bomb.png"));
        Assert.Throws<InputException>(
            () => PngFile.ReadLabels<byte>(new PngBytes().Header(0x7FFFFFFF, 0x7FFFFFFF, 8, 0).End(), "bomb.png"));
        Assert.Throws<InputException>(() => PngFile.ReadLabels<byte>(new PngBytes().Header(0, 5, 8, 0).End(), "bomb.png"));
        Assert.Throws<InputException>(() => PngFile.ReadLabels<byte>(new PngBytes().Header(uint.MaxValue, 1, 8, 0).End(), "bomb.png"));
    }

    [Fact]
    public void The_limits_can_be_set()
    {
        var png = PngFile.EncodeGray(new Plane<byte>(50, 40));
        Assert.Throws<InputException>(() => PngFile.ReadLabels<byte>(png, "a.png", new ImageLimits { MaxWidth = 49 }));
        Assert.Throws<InputException>(() => PngFile.ReadLabels<byte>(png, "a.png", new ImageLimits { MaxPixels = 1999 }));
        Assert.Equal(50, PngFile.ReadLabels<byte>(png, "a.png", new ImageLimits { MaxWidth = 50, MaxHeight = 40, MaxPixels = 2000 }).Width);
    }

    [Fact]
    public void Every_truncation_is_refused_with_the_files_name()
    {
        var random = new SeededRandom(1);
        foreach (var png in new[]
                 {
                     PngFile.EncodeRgb(Scenes.Noise(random, 13, 9)), PngFile.EncodeGray(Scenes.Noise<ushort>(random, 13, 9, 900)),
                     PngFile.EncodePalette(Scenes.Noise<byte>(random, 13, 9, 5), LabelColors.Distinct(5)),
                 })
        {
            for (var length = 0; length < png.Length; length++)
            {
                var error = Assert.Throws<InputException>(() => ImageFile.ReadRgb(png.AsSpan(0, length), "cut.png"));
                Assert.StartsWith("cut.png: ", error.Message);
                Assert.Contains($"{length}", length == 0 ? "0" : error.Message);
            }
        }
    }

    [Fact]
    public void Flipped_bytes_never_crash_and_all_decoders_judge_alike()
    {
        var (refused, read) = (0, 0);
        for (var seed = 0; seed < 4000; seed++)
        {
            var random = new SeededRandom(seed);
            var (colorType, depth) = new[] { (0, 1), (0, 8), (0, 16), (2, 8), (3, 4), (3, 8), (4, 8), (6, 8), (2, 16) }[seed % 9];
            var png = PngTests.RandomPng(random, colorType, depth, interlaced: random.NextBool(0.1), out _, out _, out _, out _);
            Mutate(random, png);
            var limits = new ImageLimits { MaxPixels = 1 << 20 };
            try
            {
                var image = ImageFile.ReadRgb(png, "flipped", limits);
                var header = PngHeader.Parse(png, "flipped", limits);
                var (slow, fast) = (new byte[header.RowBytes * header.Height], new byte[header.RowBytes * header.Height]);
                PngDecoder.Decode(png, "flipped", header, limits, slow, engine: PngEngine.Libspng);
                foreach (var engine in new[] { PngEngine.Isal, PngEngine.Libdeflate })
                {
                    PngDecoder.Decode(png, "flipped", header, limits, fast, engine: engine);
                    Assert.Equal(slow, fast);
                }

                Assert.Equal(header.Width, image.Width);
                read++;
            }
            catch (InputException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 3000, 4000);
        Assert.InRange(read, 20, 4000);
    }

    [Fact]
    public void Damage_behind_good_check_sums_is_refused()
    {
        byte[] row = [0, 1, 2, 3];
        Refused(new PngBytes().Header(3, 1, 8, 0).Chunk("IDAT", PngBytes.Deflate(row), spoil: 1).End(), "a wrong check sum");
        Refused(new PngBytes().Header(3, 1, 8, 0).Chunk("IDAT", PngBytes.Deflate(row)).ToArray(), "no IEND");
        Refused(new PngBytes().Header(3, 2, 8, 0).Chunk("IDAT", PngBytes.Deflate(row)).End(), "too few rows");
        Refused(new PngBytes().Header(3, 1, 8, 0).Chunk("IDAT", PngBytes.Deflate([5, 1, 2, 3])).End(), "no such filter");
        Refused(new PngBytes().Header(3, 1, 8, 0).End(), "no data");
        Refused(new PngBytes().Header(3, 1, 8, 3).Chunk("IDAT", PngBytes.Deflate(row)).End(), "no palette");
        Refused(new PngBytes().Header(3, 1, 3, 0).Chunk("IDAT", PngBytes.Deflate(row)).End(), "no such depth");
        Refused(new PngBytes().Header(3, 1, 8, 5).Chunk("IDAT", PngBytes.Deflate(row)).End(), "no such color type");
        Refused(new PngBytes().Header(3, 1, 8, 0).Chunk("IDAT", [1, 2, 3]).End(), "no zlib stream");
        Refused(
            new PngBytes().Header(3, 1, 8, 3).Chunk("PLTE", [1, 2, 3]).Chunk("IDAT", PngBytes.Deflate(row)).End(),
            "an index without a color");
        Refused(
            new PngBytes().Header(3, 1, 8, 0).Chunk("ABCD", []).Chunk("IDAT", PngBytes.Deflate(row)).End(), "an unknown critical chunk");
        Assert.Equal([1, 2, 3], PngFile.ReadLabels<byte>(
            new PngBytes().Header(3, 1, 8, 0).Chunk("IDAT", PngBytes.Deflate(row)).End(), "sound").Pixels);

        static void Refused(byte[] png, string why)
        {
            Assert.True(Record.Exception(() => ImageFile.ReadRgb(png, "bad.png")) is InputException, why);
        }
    }

    [Fact]
    public void Sixteen_bits_where_eight_are_expected_are_named()
    {
        var error = Assert.Throws<InputException>(
            () => PngFile.ReadLabels<byte>(PngFile.EncodeGray(new Plane<ushort>(4, 4)), "labels/a.png"));
        Assert.Contains("labels/a.png", error.Message);
        Assert.Contains("16-bit gray", error.Message);
    }

    [Fact]
    public void Colors_where_labels_are_expected_are_named()
    {
        var error = Assert.Throws<InputException>(() => PngFile.ReadLabels<byte>(PngFile.EncodeRgb(new RgbImage(4, 4)), "labels/a.png"));
        Assert.Contains("8-bit RGB", error.Message);
        error = Assert.Throws<InputException>(() => PngFile.ReadIds24(PngFile.EncodeGray(new Plane<byte>(4, 4)), "panoptic/a.png"));
        Assert.Contains("8-bit gray", error.Message);
    }

    [Fact]
    public void A_missing_file_a_folder_and_another_kind_of_file_are_named()
    {
        var folder = Directory.CreateTempSubdirectory("panoptes-bad").FullName;
        try
        {
            var missing = Path.Combine(folder, "none.png");
            Assert.Contains("no such file", Assert.Throws<InputException>(() => ImageFile.ReadRgb(missing)).Message);
            Assert.Contains(missing, Assert.Throws<InputException>(() => ImageFile.ReadHeader(missing)).Message);
            Assert.Contains("a folder", Assert.Throws<InputException>(() => ImageFile.ReadRgb(folder)).Message);
            var text = Path.Combine(folder, "text.png");
            File.WriteAllText(text, "Not an image at all.");
            Assert.Contains("4E6F7420616E2069", Assert.Throws<InputException>(() => ImageFile.ReadRgb(text)).Message);
            File.WriteAllText(text, string.Empty);
            Assert.Contains("empty", Assert.Throws<InputException>(() => ImageFile.ReadHeader(text)).Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void What_cannot_be_written_is_refused()
    {
        Assert.Throws<ArgumentException>(() => PngFile.EncodePalette(new Plane<byte>(1, 1, [3]), LabelColors.Distinct(3)));
        Assert.Throws<ArgumentException>(() => PngFile.EncodePalette(new Plane<byte>(1, 1), []));
        Assert.Throws<ArgumentException>(() => PngFile.EncodeIds24(new Plane<int>(1, 1, [1 << 24])));
        Assert.Throws<ArgumentOutOfRangeException>(() => PngFile.EncodeGray(new Plane<byte>(1, 1), 10));
    }

    private static void Mutate(SeededRandom random, byte[] file)
    {
        for (var flips = random.NextInt(1, 4); flips > 0; flips--)
        {
            var at = random.NextBool(0.3) ? random.NextInt(8, Math.Min(60, file.Length)) : random.NextInt(0, file.Length);
            file[at] ^= (byte)(1 << random.NextInt(0, 8));
        }
    }
}
