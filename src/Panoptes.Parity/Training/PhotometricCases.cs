using System.Text.Json;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Photometrics;
using Panoptes.Parity.Fixtures;

namespace Panoptes.Parity.Training;

/// <summary>Photometric distortion with given draws, bit for bit.</summary>
internal static class PhotometricCases
{
    private const int Width = 8;

    public static IEnumerable<ParityResult> Run(JsonElement section)
    {
        var source = Bytes(section.GetProperty("image"));
        foreach (var entry in section.GetProperty("cases").EnumerateObject())
        {
            var image = new RgbImage(Width, source.Length / 3 / Width, SwapRedAndBlue(source));
            new PhotometricDistortion().Apply(image, new GivenDraws(entry.Name, entry.Value.GetProperty("draws")));
            var expected = Bytes(entry.Value.GetProperty("image"));
            var error = SwapRedAndBlue(image.Pixels).Zip(expected, (a, b) => Math.Abs(a - b)).Max();
            yield return new ParityResult($"photometric {entry.Name}", "gray levels", error, 0);
        }
    }

    private static byte[] Bytes(JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetByte())];

    private static byte[] SwapRedAndBlue(byte[] pixels)
    {
        var swapped = (byte[])pixels.Clone();
        for (var i = 0; i < pixels.Length; i += 3)
        {
            (swapped[i], swapped[i + 2]) = (pixels[i + 2], pixels[i]);
        }

        return swapped;
    }

    private sealed class GivenDraws(string name, JsonElement draws) : IRandomSource
    {
        private readonly Queue<JsonElement> rest = new(draws.EnumerateArray());

        public int Coin() => (int)Next("coin");

        public double Uniform(double low, double high) => Next("uniform");

        public int Integer(int low, int high) => (int)Next("hue");

        private double Next(string kind)
        {
            var draw = rest.Count > 0 ? rest.Dequeue() : default;
            return draw.ValueKind == JsonValueKind.Array && draw[0].GetString() == kind
                ? draw[1].GetDouble()
                : throw new InputException(
                    $"photometric {name}", $"the draw {draw}", $"a {kind} next",
                    "list the draws in the order in which the transform asks for them");
        }
    }
}
