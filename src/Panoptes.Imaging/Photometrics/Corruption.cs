using Panoptes.Foundation;

namespace Panoptes.Imaging.Photometrics;

/// <summary>What spoils an image, as weather and cameras do.</summary>
public enum CorruptionKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Fog in drifts, denser far away: towards the top.</summary>
    Fog,

    /// <summary>Little light: dark, bluish, less colorful, with the noise of a sensor.</summary>
    Night,

    /// <summary>Gaussian noise, of every pixel and channel by itself.</summary>
    Noise,

    /// <summary>A lens out of focus: a Gaussian blur.</summary>
    Blur,
}

/// <summary>
/// A shift of domain made of an image's own pixels. It is a function of (image, kind, level, seed), and its patterns are those of the seed
/// at every level, so that a higher one is the same weather, only worse. Sizes follow the image's shorter side.
/// </summary>
/// <param name="Kind">What spoils it.</param>
/// <param name="Level">0 for nothing, 1 for little, to <see cref="MostLevel"/>.</param>
public readonly record struct Corruption(CorruptionKind Kind, int Level)
{
    /// <summary>The worst level.</summary>
    public const int MostLevel = 5;

    /// <summary>Whether images stay as they are.</summary>
    public bool IsNothing => Kind == CorruptionKind.None || Level == 0;

    /// <summary>Spoils an image.</summary>
    /// <param name="image">The image; stays as it is.</param>
    /// <param name="seeds">What the patterns depend on, such as a seed and the image.</param>
    /// <returns>Another image; the same one where nothing is done.</returns>
    public RgbImage Apply(RgbImage image, params ReadOnlySpan<long> seeds)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNegative(Level);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Level, MostLevel);
        if (IsNothing)
        {
            return image;
        }

        var planes = LevelPlanes.Of(image);
        var random = new SeededRandom([.. seeds, (long)Kind]);
        switch (Kind)
        {
            case CorruptionKind.Fog: FogCorruption.Apply(planes, Level, random); break;
            case CorruptionKind.Night: NightCorruption.Apply(planes, Level, random); break;
            case CorruptionKind.Noise: SensorNoise.Apply(planes, SensorNoise.Deviation(Level), random); break;
            default:
                for (var channel = 0; channel < 3; channel++)
                {
                    GaussianBlur.Apply(planes[channel], planes.Width, BlurSigma(Level, planes));
                }

                break;
        }

        var spoiled = new RgbImage(image.Width, image.Height);
        planes.CopyTo(spoiled);
        return spoiled;
    }

    private static double BlurSigma(int level, LevelPlanes planes)
    {
        ReadOnlySpan<double> pixelsOf512 = [0.7, 1.2, 1.9, 2.9, 4.2];
        return Math.Max(0.4, pixelsOf512[level - 1] * Math.Min(planes.Width, planes.Height) / 512);
    }
}
