using System.Text.Json;
using Panoptes.Imaging.Photometrics;
using Panoptes.Tests;

namespace Panoptes.Imaging.Tests.Photometrics;

/// <summary>The reference's own images: every step alone and all together, bit for bit.</summary>
public sealed class PhotometricFixtureTests
{
    [NeedsSharedFact("parity/training.json")]
    public void Hsv_and_back_are_the_references()
    {
        using var fixture = Open(out var photometric);
        var hsv = Bytes(photometric.GetProperty("hsv"));
        var back = FromBgr(photometric.GetProperty("back_from_hsv"), 8, 6);
        var image = FromBgr(photometric.GetProperty("image"), 8, 6);
        for (var i = 0; i < image.Pixels.Length; i += 3)
        {
            var (h, s, v) = Hsv.FromRgb(new Rgb(image.Pixels[i], image.Pixels[i + 1], image.Pixels[i + 2]));
            Assert.Equal((hsv[i], hsv[i + 1], hsv[i + 2]), (h, s, v));
            Assert.Equal(new Rgb(back.Pixels[i], back.Pixels[i + 1], back.Pixels[i + 2]), Hsv.ToRgb(h, s, v));
        }
    }

    [NeedsSharedFact("parity/training.json")]
    public void Every_case_is_the_references()
    {
        using var fixture = Open(out var photometric);
        foreach (var item in photometric.GetProperty("cases").EnumerateObject())
        {
            var image = FromBgr(photometric.GetProperty("image"), 8, 6);
            var draws = new RecordedDraws(item.Value.GetProperty("draws"));
            new PhotometricDistortion().Apply(image, draws);
            Assert.True(draws.AllTaken, $"{item.Name}: not every draw was asked for");
            Assert.True(
                image.Pixels.AsSpan().SequenceEqual(FromBgr(item.Value.GetProperty("image"), 8, 6).Pixels), $"{item.Name} differs");
        }
    }

    private static JsonDocument Open(out JsonElement photometric)
    {
        var document = JsonDocument.Parse(File.ReadAllBytes(SharedFiles.Path("parity/training.json")!));
        photometric = document.RootElement.GetProperty("photometric");
        return document;
    }

    private static byte[] Bytes(JsonElement numbers) => [.. numbers.EnumerateArray().Select(number => number.GetByte())];

    private static RgbImage FromBgr(JsonElement numbers, int width, int height)
    {
        var pixels = Bytes(numbers);
        for (var i = 0; i < pixels.Length; i += 3)
        {
            (pixels[i], pixels[i + 2]) = (pixels[i + 2], pixels[i]);
        }

        return new RgbImage(width, height, pixels);
    }

    private sealed class RecordedDraws(JsonElement draws) : IRandomSource
    {
        private readonly Queue<(string Kind, double Value)> queue =
            new(draws.EnumerateArray().Select(draw => (draw[0].GetString()!, draw[1].GetDouble())));

        public bool AllTaken => queue.Count == 0;

        public int Coin() => (int)Take("coin");

        public double Uniform(double low, double high) => Take("uniform");

        public int Integer(int low, int high) => (int)Take("hue");

        private double Take(string kind)
        {
            var (recorded, value) = queue.Dequeue();
            Assert.Equal(recorded, kind);
            return value;
        }
    }
}
