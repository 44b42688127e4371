using System.IO.Compression;
using Panoptes.Foundation;
using Panoptes.Imaging.Codecs;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Drawing;

namespace Panoptes.Imaging.Tests.Codecs;

public sealed class PngTests
{
    private static readonly (int ColorType, int Depth)[] Kinds =
        [(0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (3, 1), (3, 2), (3, 4), (3, 8), (4, 8), (4, 16), (6, 8), (6, 16)];

    [Fact]
    public void What_is_written_is_read_again()
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var random = new SeededRandom(seed);
            var (width, height) = (random.NextInt(1, 70), random.NextInt(1, 50));
            var level = random.NextInt(0, 10);
            var image = Scenes.Noise(random, width, height);
            Assert.Equal(image.Pixels, PngFile.ReadRgb(PngFile.EncodeRgb(image, level), "rgb").Pixels);
            var narrow = Scenes.Noise<byte>(random, width, height, 256);
            Assert.Equal(narrow.Pixels, PngFile.ReadLabels<byte>(PngFile.EncodeGray(narrow, level), "gray").Pixels);
            var wide = Scenes.Noise<ushort>(random, width, height, 65536);
            Assert.Equal(wide.Pixels, PngFile.ReadLabels<ushort>(PngFile.EncodeGray(wide, level), "gray16").Pixels);
            var ids = Scenes.Noise<int>(random, width, height, 1 << 24);
            Assert.Equal(ids.Pixels, PngFile.ReadIds24(PngFile.EncodeIds24(ids, level), "ids").Pixels);
            var indices = Scenes.Noise<byte>(random, width, height, 19);
            var colors = LabelColors.Distinct(19);
            var palette = PngFile.EncodePalette(indices, colors, level);
            Assert.Equal(indices.Pixels, PngFile.ReadLabels<byte>(palette, "palette").Pixels);
            Assert.Equal(
                indices.Pixels.SelectMany(index => new[] { colors[index].R, colors[index].G, colors[index].B }),
                PngFile.ReadRgb(palette, "palette").Pixels);
        }
    }

    [Fact]
    public void A_layer_keeps_its_colors_and_is_clear_where_nothing_is_drawn()
    {
        var layer = new ColorLayer(3, 1);
        layer.Set(1, new Rgb(0, 0, 142));
        layer.Set(2, new Rgb(0, 0, 142), opacity: 60);
        var png = layer.Encode();
        Assert.Equal([0, 0, 0, 0, 0, 142, 0, 0, 142], PngFile.ReadRgb(png, "layer").Pixels);
        Assert.Equal([0, 1, 2], PngFile.ReadLabels<byte>(png, "layer").Pixels);
        var at = png.AsSpan().IndexOf("tRNS"u8);
        Assert.Equal([0, 255, 60], png[(at + 4)..(at + 7)]);
    }

    [Fact]
    public void Of_more_colors_than_a_palette_holds_the_late_ones_are_drawn_in_the_nearest()
    {
        var picture = new RgbImage(300, 1);
        for (var x = 0; x < 300; x++)
        {
            picture.Pixels[3 * x] = (byte)Math.Min(255, 1 + x);
            picture.Pixels[(3 * x) + 1] = (byte)Math.Max(0, x - 254);
        }

        var drawn = PngFile.ReadRgb(ColorLayer.Of(picture).Encode(), "layer").Pixels;
        Assert.Equal(picture.Pixels[..(3 * 255)], drawn[..(3 * 255)]);
        Assert.All(drawn[(3 * 255)..].Chunk(3), pixel => Assert.Equal([255, 0, 0], pixel));
    }

    [Fact]
    public void Files_are_written_and_read_by_path()
    {
        var folder = Directory.CreateTempSubdirectory("panoptes-png").FullName;
        try
        {
            var random = new SeededRandom(1);
            var path = Path.Combine(folder, "below", "labels.png");
            var labels = Scenes.Noise<byte>(random, 31, 17, 12);
            PngFile.WritePalette(path, labels, LabelColors.Distinct(12));
            Assert.Equal(labels.Pixels, PngFile.ReadLabels<ushort>(path).Pixels.Select(id => (byte)id));
            Assert.Equal(LabelColors.Distinct(12), PngFile.ReadPalette(path));
            var header = ImageFile.ReadHeader(path);
            Assert.Equal((ImageFormat.Png, 31, 17, 8, PixelLayout.Palette, 1), (
                header.Format, header.Width, header.Height, header.BitDepth, header.Layout, header.Channels));
            var image = Scenes.Noise(random, 31, 17);
            PngFile.WriteRgb(path, image);
            Assert.Equal(image.Pixels, ImageFile.ReadRgb(path).Pixels);
            Assert.Empty(PngFile.ReadPalette(path));
            Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Every_kind_of_png_gives_its_samples()
    {
        foreach (var (colorType, depth) in Kinds)
        {
            for (var seed = 0; seed < 12; seed++)
            {
                var random = new SeededRandom(colorType, depth, seed);
                var png = RandomPng(
                    random, colorType, depth, interlaced: false, out var width, out var height, out var rows, out var palette);
                var name = $"color type {colorType}, depth {depth}, seed {seed}";
                var channels = colorType switch { 0 or 3 => 1, 4 => 2, 2 => 3, _ => 4 };
                var image = PngFile.ReadRgb(png, name);
                for (var y = 0; y < height; y++)
                {
                    for (var x = 0; x < width; x++)
                    {
                        int Sample(int channel) => SampleAt(rows[y], (x * channels) + channel, depth);
                        var raw = Sample(0);
                        int Level(int channel) => depth == 16 ? Sample(channel) >> 8 : Sample(channel) * (255 / ((1 << depth) - 1));
                        var expected = colorType switch
                        {
                            3 => palette[raw],
                            0 or 4 => new Rgb((byte)Level(0), (byte)Level(0), (byte)Level(0)),
                            _ => new Rgb((byte)Level(0), (byte)Level(1), (byte)Level(2)),
                        };
                        Assert.True(
                            image.Row(y).Slice(3 * x, 3).SequenceEqual((ReadOnlySpan<byte>)[expected.R, expected.G, expected.B]), name);
                        if (channels == 1 && x == 0 && y == 0)
                        {
                            Assert.Equal(raw, PngFile.ReadLabels<ushort>(png, name)[x, y]);
                            Assert.Equal(raw, PngFile.ReadLabels<int>(png, name)[x, y]);
                        }
                    }
                }
            }
        }
    }

    [Fact]
    public void The_own_decoder_and_libspng_give_the_same_scanlines()
    {
        foreach (var (colorType, depth) in Kinds)
        {
            for (var seed = 0; seed < 30; seed++)
            {
                var random = new SeededRandom(7, colorType, depth, seed);
                var png = RandomPng(random, colorType, depth, interlaced: false, out _, out _, out var rows, out var palette);
                var header = PngHeader.Parse(png, "random", null);
                foreach (var engine in Enum.GetValues<PngEngine>())
                {
                    var scanlines = new byte[header.RowBytes * header.Height];
                    Assert.Equal(palette.Length, PngDecoder.Decode(
                        png, "random", header, ImageLimits.Default, scanlines, engine: engine).Length);
                    Assert.True(
                        rows.SelectMany(row => row).SequenceEqual(scanlines),
                        $"{engine}, color type {colorType}, depth {depth}, seed {seed}");
                }
            }
        }
    }

    [Fact]
    public void Interlaced_files_are_read()
    {
        // One pixel is in the first pass alone, so that both forms hold the same bytes.
        var png = new PngBytes().Header(1, 1, 8, 0, interlace: 1).Chunk("IDAT", PngBytes.Deflate([0, 42])).End();
        Assert.Equal([42], PngFile.ReadLabels<byte>(png, "interlaced").Pixels);

        // 2x2: pass 1 holds (0,0), pass 6 (1,0), pass 7 the second row.
        png = new PngBytes().Header(2, 2, 8, 0, interlace: 1).Chunk("IDAT", PngBytes.Deflate([0, 1, 0, 2, 0, 3, 4])).End();
        Assert.Equal([1, 2, 3, 4], PngFile.ReadLabels<byte>(png, "interlaced").Pixels);
    }

    [Fact]
    public void One_large_data_chunk_is_no_ancillary_data()
    {
        // 18 MB in one chunk, above the limit on text and color profiles.
        var filtered = new byte[3001 * 6000];
        for (var i = 0; i < filtered.Length; i++)
        {
            filtered[i] = i % 3001 == 0 ? (byte)0 : (byte)(i * 2654435761L >> 13);
        }

        var png = new PngBytes().Header(3000, 6000, 8, 0).Chunk("IDAT", PngBytes.Deflate(filtered, CompressionLevel.NoCompression)).End();
        Assert.True(png.Length > ImageLimits.Default.MaxAncillaryBytes);
        var header = PngHeader.Parse(png, "large", null);
        foreach (var engine in Enum.GetValues<PngEngine>())
        {
            var scanlines = new byte[3000 * 6000];
            PngDecoder.Decode(png, "large", header, ImageLimits.Default, scanlines, engine: engine);
            Assert.True(filtered.AsSpan(1, 3000).SequenceEqual(scanlines.AsSpan(0, 3000)));
            Assert.True(filtered.AsSpan(^3000).SequenceEqual(scanlines.AsSpan(^3000)));
        }
    }

    [Fact]
    public void Vector_and_scalar_unfiltering_agree_with_the_definition()
    {
        foreach (var step in new[] { 1, 2, 3, 4, 6, 8 })
        {
            for (var seed = 0; seed < 60; seed++)
            {
                var random = new SeededRandom(step, seed);
                var (rowBytes, height) = (step * random.NextInt(1, 60), random.NextInt(1, 23));
                var isOneKind = random.NextBool(0.3);
                var kind = random.NextInt(0, 5);
                var image = new byte[rowBytes * height];
                var filtered = new List<byte>();
                for (var y = 0; y < height; y++)
                {
                    for (var i = 0; i < rowBytes; i++)
                    {
                        image[(y * rowBytes) + i] = (byte)random.NextInt(0, 256);
                    }

                    var type = isOneKind ? kind : random.NextInt(0, 5);
                    var above = y == 0 ? new byte[rowBytes] : image[((y - 1) * rowBytes)..(y * rowBytes)];
                    filtered.Add((byte)type);
                    filtered.AddRange(Refilter(type, image[(y * rowBytes)..((y + 1) * rowBytes)], above, step));
                }

                foreach (var vector in new[] { false, true })
                {
                    var output = new byte[image.Length];
                    Assert.True(PngUnfilter.TryRun([.. filtered], height, rowBytes, step, output, rowBytes, vector));
                    Assert.True(image.AsSpan().SequenceEqual(output), $"step {step}, seed {seed}, vector {vector}");

                    // No byte that is wanted depends on those to its right.
                    var used = step * random.NextInt(1, (rowBytes / step) + 1);
                    output = new byte[image.Length];
                    Assert.True(PngUnfilter.TryRun([.. filtered], height, rowBytes, step, output, used, vector));
                    for (var y = 0; y < height; y++)
                    {
                        Assert.True(
                            image.AsSpan(y * rowBytes, used).SequenceEqual(output.AsSpan(y * rowBytes, used)),
                            $"step {step}, seed {seed}, used {used}");
                    }
                }

                filtered[(height - 1) * (rowBytes + 1)] = 5;
                Assert.False(PngUnfilter.TryRun([.. filtered], height, rowBytes, step, new byte[image.Length], rowBytes));
            }
        }
    }

    [Fact]
    public void The_own_check_sum_is_the_standards() => Assert.Equal(0xCBF43926, Crc32.Of("123456789"u8));

    internal static byte[] RandomPng(
        SeededRandom random, int colorType, int depth, bool interlaced, out int width, out int height, out byte[][] rows, out Rgb[] palette)
    {
        (width, height) = (random.NextInt(1, 40), random.NextInt(1, 30));
        var channels = colorType switch { 0 or 3 => 1, 4 => 2, 2 => 3, _ => 4 };
        var rowBytes = ((width * channels * depth) + 7) / 8;
        var step = Math.Max(1, channels * depth / 8);
        palette = colorType == 3 ? [.. LabelColors.Distinct(1 << depth)] : [];
        rows = new byte[height][];
        var filtered = new MemoryStream();
        var above = new byte[rowBytes];
        for (var y = 0; y < height; y++)
        {
            rows[y] = new byte[rowBytes];
            for (var i = 0; i < rowBytes; i++)
            {
                rows[y][i] = (byte)random.NextInt(0, 256);
            }

            // Bits behind the last pixel are not part of the image.
            var unused = (rowBytes * 8) - (width * channels * depth);
            rows[y][^1] = (byte)(rows[y][^1] >> unused << unused);
            var type = random.NextInt(0, 5);
            filtered.WriteByte((byte)type);
            filtered.Write(Refilter(type, rows[y], above, step));
            above = rows[y];
        }

        var data = PngBytes.Deflate(filtered.ToArray());
        var png = new PngBytes().Header((uint)width, (uint)height, depth, colorType, interlaced ? 1 : 0).Chunk("tEXt", "Comment\0any"u8);
        if (colorType == 3)
        {
            png.Chunk("PLTE", [.. palette.SelectMany(color => new[] { color.R, color.G, color.B })]);
        }

        for (var start = 0; start < data.Length;)
        {
            var length = Math.Min(data.Length - start, random.NextInt(1, data.Length + 1));
            png.Chunk("IDAT", data.AsSpan(start, length));
            start += length;
        }

        return png.End();
    }

    private static byte[] Refilter(int type, byte[] row, byte[] above, int step)
    {
        var filtered = new byte[row.Length];
        for (var i = 0; i < row.Length; i++)
        {
            var (left, corner) = i < step ? (0, 0) : (row[i - step], above[i - step]);
            var guess = left + above[i] - corner;
            var paeth = new[] { left, above[i], corner }.MinBy(candidate => Math.Abs(guess - candidate));
            var predicted = type switch { 0 => 0, 1 => left, 2 => above[i], 3 => (left + above[i]) / 2, _ => paeth };
            filtered[i] = (byte)(row[i] - predicted);
        }

        return filtered;
    }

    private static int SampleAt(byte[] row, int index, int depth) => depth switch
    {
        16 => (row[2 * index] << 8) | row[(2 * index) + 1],
        8 => row[index],
        _ => (row[index * depth / 8] >> (8 - depth - (index * depth % 8))) & ((1 << depth) - 1),
    };
}
