using Panoptes.Foundation;
using Panoptes.Imaging.Codecs;
using Panoptes.Imaging.Codecs.Jpeg;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Imaging.Tests.Codecs;

public sealed class ReadForTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("panoptes-read").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_png_read_in_part_gives_the_same_output_as_the_whole()
    {
        var path = Path.Combine(folder, "a.png");
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new SeededRandom(seed);
            var image = Scenes.Noise(random, random.NextInt(1, 120), random.NextInt(1, 700), 0, random.NextBool() ? 256 : 3);
            PngFile.WriteRgb(path, image);
            var geometry = Scenes.Draw(random, image.Width, image.Height, 0.1, 3);
            var garbage = Scenes.Noise(random, image.Width, image.Height);
            var (part, same) = ImageFile.ReadFor(path, geometry, reuse: garbage);
            Assert.Same(garbage, part);
            Assert.Same(geometry, same);
            Assert.Equal(Resampler.Color(image, geometry).Pixels, Resampler.Color(part, geometry).Pixels);
        }
    }

    [Fact]
    public void All_decoders_give_the_same_top_rows()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            // Noise is stored as it is, in pieces of up to 65535 bytes; few levels are compressed.
            var random = new SeededRandom(1, seed);
            var image = Scenes.Noise(random, random.NextInt(1, 130), random.NextInt(1, 600), 0, random.NextBool() ? 256 : 4);
            var png = PngFile.EncodeRgb(image, random.NextInt(0, 3));
            var header = PngHeader.Parse(png, "top", null);
            var count = random.NextInt(1, image.Height + 1);
            foreach (var engine in Enum.GetValues<PngEngine>())
            {
                var top = new byte[count * header.RowBytes];
                PngDecoder.Decode(png, "top", header, ImageLimits.Default, top, engine: engine);
                Assert.True(image.Pixels.AsSpan(0, top.Length).SequenceEqual(top), $"{engine}, seed {seed}");
            }
        }
    }

    [Fact]
    public void Damage_below_the_rows_needed_is_found_all_the_same()
    {
        var path = Path.Combine(folder, "cut.png");
        var png = PngFile.EncodeRgb(Scenes.Noise(new SeededRandom(2), 40, 60));
        var geometry = Geometry.Identity(40, 60).Crop(0, 0, 20, 10);
        png[^30] ^= 1;
        File.WriteAllBytes(path, png);
        Assert.Contains(path, Assert.Throws<InputException>(() => ImageFile.ReadFor(path, geometry)).Message);
        File.WriteAllBytes(path, png[..^40]);
        Assert.Throws<InputException>(() => ImageFile.ReadFor(path, geometry));
    }

    [Fact]
    public void A_jpeg_is_reduced_only_as_far_as_the_geometry_shrinks()
    {
        var path = Path.Combine(folder, "a.png"); // The name lies; the bytes say JPEG.
        JpegFile.Write(path, new RgbImage(80, 64));
        foreach (var (width, given) in new[] { (80, 1), (45, 1), (40, 2), (25, 2), (20, 4), (10, 8), (5, 8) })
        {
            var (image, geometry) = ImageFile.ReadFor(path, Geometry.Identity(80, 64).Resize(width, Math.Max(1, 64 * width / 80)));
            Assert.Equal(((80 + given - 1) / given, 64 / given), (image.Width, image.Height));
            Assert.Equal((image.Width, image.Height), (geometry.SourceWidth, geometry.SourceHeight));
            Assert.Equal(width, Resampler.Color(image, geometry).Width);
        }

        Assert.Throws<ArgumentException>(() => ImageFile.ReadFor(path, Geometry.Identity(80, 65)));
    }

    [Fact]
    public void Buffers_are_reused_where_the_size_fits_and_only_there()
    {
        var random = new SeededRandom(3);
        var image = Scenes.Noise(random, 32, 24);
        var labels = Scenes.Noise<byte>(random, 32, 24, 200);
        var (rightImage, rightLabels) = (new RgbImage(32, 24), new Plane<byte>(32, 24));
        var png = PngFile.EncodeRgb(image);
        Assert.Same(rightImage, ImageFile.ReadRgb(png, "a", reuse: rightImage));
        Assert.Equal(image.Pixels, rightImage.Pixels);
        Assert.Equal(image.Pixels, ImageFile.ReadRgb(png, "a", reuse: new RgbImage(24, 32)).Pixels);
        Assert.Same(rightImage, ImageFile.ReadRgb(JpegFile.Encode(image), "a", reuse: rightImage));
        Assert.Same(rightLabels, PngFile.ReadLabels(PngFile.EncodeGray(labels), "l", reuse: rightLabels));
        Assert.Equal(labels.Pixels, rightLabels.Pixels);
    }
}
