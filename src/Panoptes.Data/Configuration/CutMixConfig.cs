using Panoptes.Foundation;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Photometrics;

namespace Panoptes.Data.Configuration;

/// <summary>
/// Boxes that are filled with another image of the batch, with its labels and how sure they are (CutMix, as UniMatch V2 draws them; its
/// values are the defaults).
/// </summary>
public sealed record CutMixConfig
{
    private const int Tries = 1000;

    /// <summary>Probability that an image gets a box.</summary>
    public double Probability { get; init; } = 0.5;

    /// <summary>The [least, largest] share of the image's area.</summary>
    public IReadOnlyList<double> Area { get; init; } = [0.02, 0.4];

    /// <summary>The [least, largest] height over width, drawn evenly.</summary>
    public IReadOnlyList<double> Aspect { get; init; } = [0.3, 1 / 0.3];

    /// <summary>Checks every value.</summary>
    /// <param name="key">The key of this record.</param>
    /// <exception cref="InputException">A value is out of range; named with its key.</exception>
    public void Check(string key)
    {
        Require.Within($"{key}.probability", Probability, 0, 1);
        EraseConfig.RequirePair($"{key}.area", Area, 1, "at most 1");
        EraseConfig.RequirePair($"{key}.aspect", Aspect, 100, "at most 100");
    }

    /// <summary>The boxes of a batch's view, one for each image; empty where an image stays whole. A function of the arguments.</summary>
    /// <param name="count">Images of the batch.</param>
    /// <param name="width">Their width in pixels.</param>
    /// <param name="height">Their height.</param>
    /// <param name="seed">The seed of the stream.</param>
    /// <param name="step">The step.</param>
    /// <param name="view">Which of the strong views, counted from 0.</param>
    public IReadOnlyList<PixelRectangle> Draw(int count, int width, int height, long seed, long step, int view) =>
        [.. Enumerable.Range(0, count)
            .Select(item => Draw(width, height, new SeededDraws(new SeededRandom(seed, step, item, view, 0xC7))))];

    /// <summary>
    /// One box: its area once, then proportions and corner anew until it lies inside, so that boxes lie anywhere and wide or tall ones are
    /// rarer.
    /// </summary>
    /// <param name="width">Width of the image.</param>
    /// <param name="height">Height of the image.</param>
    /// <param name="draws">The random numbers.</param>
    public PixelRectangle Draw(int width, int height, IRandomSource draws)
    {
        ArgumentNullException.ThrowIfNull(draws);
        if (draws.Uniform(0, 1) >= Probability)
        {
            return default;
        }

        var area = draws.Uniform(Area[0], Area[1]) * width * height;
        for (var i = 0; i < Tries; i++)
        {
            var aspect = draws.Uniform(Aspect[0], Aspect[1]);
            var (across, down) = ((int)Math.Sqrt(area / aspect), (int)Math.Sqrt(area * aspect));
            var left = draws.Integer(0, width);
            var top = draws.Integer(0, height);
            if (left + across <= width && top + down <= height)
            {
                return new PixelRectangle(left, top, left + across, top + down);
            }
        }

        // Boxes of these shares and proportions hardly fit such an image.
        return default;
    }
}
