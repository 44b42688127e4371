using Panoptes.Foundation;

namespace Panoptes.Imaging.Photometrics;

/// <summary>Noise that is added to every pixel and channel by itself, rounded to whole levels.</summary>
internal static class SensorNoise
{
    // Four 16-bit numbers add up to nearly a Gaussian of variance 4/12.
    private const float Unit = 1.7320508f / 65536;
    private const int Mean = 4 * 32768;

    /// <summary>The standard deviation of a level of noise, in levels of 0-255.</summary>
    public static float Deviation(int level)
    {
        ReadOnlySpan<float> deviations = [8, 15, 24, 36, 52];
        return deviations[level - 1];
    }

    /// <summary>Adds noise.</summary>
    /// <param name="planes">The image.</param>
    /// <param name="deviation">The standard deviation in levels.</param>
    /// <param name="random">Where it comes from.</param>
    public static void Apply(LevelPlanes planes, float deviation, SeededRandom random)
    {
        for (var channel = 0; channel < 3; channel++)
        {
            foreach (ref var level in planes[channel])
            {
                var bits = random.NextBits();
                var sum = (int)(bits & 65535) + (int)((bits >> 16) & 65535) + (int)((bits >> 32) & 65535) + (int)(bits >> 48);
                level = Whole(level + ((sum - Mean) * Unit * deviation));
            }
        }
    }

    /// <summary>The nearest level.</summary>
    public static float Whole(float level) => MathF.Floor(Math.Clamp(level, 0, 255) + 0.5f);
}
