using Panoptes.Foundation;

namespace Panoptes.Imaging.Photometrics;

/// <summary>
/// Night: what is dark becomes darker than what is bright, so that lamps stay; colors fade towards a bluish gray; a sensor's noise is added
/// behind that.
/// </summary>
internal static class NightCorruption
{
    private static readonly float[] Tint = [0.84f, 0.94f, 1.12f];

    /// <summary>Spoils an image.</summary>
    /// <param name="planes">The image.</param>
    /// <param name="level">1 to 5.</param>
    /// <param name="random">Where noise comes from.</param>
    public static void Apply(LevelPlanes planes, int level, SeededRandom random)
    {
        ReadOnlySpan<float> gains = [0.8f, 0.66f, 0.55f, 0.46f, 0.38f];
        ReadOnlySpan<float> powers = [1.08f, 1.16f, 1.24f, 1.32f, 1.4f];
        ReadOnlySpan<float> fades = [0.15f, 0.25f, 0.35f, 0.45f, 0.55f];
        ReadOnlySpan<float> noises = [1, 1.5f, 2.5f, 3.5f, 5];
        var (gain, power, fade) = (gains[level - 1], powers[level - 1], fades[level - 1]);
        var dark = new float[256];
        for (var i = 0; i < dark.Length; i++)
        {
            dark[i] = gain * 255 * MathF.Pow(i / 255f, power);
        }

        var red = planes[0];
        var green = planes[1];
        var blue = planes[2];
        for (var i = 0; i < red.Length; i++)
        {
            var (r, g, b) = (dark[(int)red[i]], dark[(int)green[i]], dark[(int)blue[i]]);
            var gray = ((.299f * r) + (.587f * g) + (.114f * b)) * fade;
            (red[i], green[i], blue[i]) =
                (Tint[0] * ((r * (1 - fade)) + gray), Tint[1] * ((g * (1 - fade)) + gray), Tint[2] * ((b * (1 - fade)) + gray));
        }

        SensorNoise.Apply(planes, noises[level - 1], random);
    }
}
