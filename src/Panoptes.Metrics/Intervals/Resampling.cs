using Panoptes.Foundation;

namespace Panoptes.Metrics.Intervals;

/// <summary>The numbers of one draw of images.</summary>
/// <param name="Headlines">In the order of the report's headlines.</param>
/// <param name="Classes">The main number of every class; NaN where it is undefined.</param>
public sealed record ResampledScores(double[] Headlines, double[] Classes)
{
    /// <summary>Further numbers, in the order of the resampling's.</summary>
    public double[] Further { get; init; } = [];

    /// <summary>With the headlines and further numbers of another count of the same draw behind these; as they are where null.</summary>
    public ResampledScores With(ResampledScores? other) => other is null ? this : this with
    {
        Headlines = [.. Headlines, .. other.Headlines],
        Further = [.. Further, .. other.Further],
    };
}

/// <summary>A number by its name.</summary>
/// <param name="Name">Its name, unlike those of the others.</param>
/// <param name="HigherIsBetter">Whether a higher one is better.</param>
public sealed record NumberName(string Name, bool HigherIsBetter = true);

/// <summary>Intervals of everything that a draw has.</summary>
/// <param name="Headlines">Of the headlines, in order.</param>
/// <param name="Further">Of the further numbers, in order.</param>
public sealed record ResampledIntervals(IReadOnlyList<Interval> Headlines, IReadOnlyList<Interval> Further);

/// <summary>
/// How a report's numbers follow from its images, so that they can be computed for any draw of them: each image taken no, one
/// or several times.
/// </summary>
/// <param name="Images">Names of the images, in order.</param>
/// <param name="Classes">Names of the classes.</param>
/// <param name="Score">Numbers for how often each image is taken; safe to call from several threads.</param>
public sealed record Resampling(
    IReadOnlyList<string> Images, IReadOnlyList<string> Classes, Func<IReadOnlyList<int>, ResampledScores> Score)
{
    /// <summary>Further numbers that follow from the images, such as those by size.</summary>
    public IReadOnlyList<NumberName> Further { get; init; } = [];

    /// <summary>The numbers of all images, once each.</summary>
    public ResampledScores Once() => Score([.. Enumerable.Repeat(1, Images.Count)]);
}

/// <summary>
/// Bootstrap over images (Efron 1979): images are drawn with replacement, and the percentiles of the numbers of many draws
/// make an interval. The draws are a pure function of the seed.
/// </summary>
public static class Bootstrap
{
    /// <summary>How many draws are taken.</summary>
    public const int DefaultDraws = 1000;

    /// <summary>The percentile interval of every headline and further number.</summary>
    /// <param name="resampling">What is drawn from.</param>
    /// <param name="percent">How sure, above 0 and below 100.</param>
    /// <param name="draws">How many draws.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <exception cref="InputException">There is no image to draw.</exception>
    public static ResampledIntervals Intervals(Resampling resampling, double percent = 95, int draws = DefaultDraws, long seed = 1)
    {
        ArgumentNullException.ThrowIfNull(resampling);
        if (resampling.Images.Count == 0)
        {
            throw new InputException("intervals", "no image", "at least one", "check what is scored");
        }

        var scores = Draw(resampling.Images.Count, draws, seed, resampling.Score);
        IReadOnlyList<Interval> Of(Func<ResampledScores, double[]> of) =>
            [.. Enumerable.Range(0, of(scores[0]).Length).Select(i => IntervalOf(scores.Select(s => of(s)[i]), percent))];
        return new ResampledIntervals(Of(s => s.Headlines), Of(s => s.Further));
    }

    /// <summary>The numbers of every draw; draw n is the same whatever is computed of it.</summary>
    public static T[] Draw<T>(int images, int draws, long seed, Func<IReadOnlyList<int>, T> score)
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(draws);
        var results = new T[images == 0 ? 0 : draws];
        ParallelItems.Run(results.Length, Environment.ProcessorCount, n => results[n] = score(Weights(images, seed, n)));
        return results;
    }

    /// <summary>The interval that leaves out as many values below as above; values that are NaN are left out.</summary>
    public static Interval IntervalOf(IEnumerable<double> values, double percent)
    {
        var sorted = values.Where(value => !double.IsNaN(value)).Order().ToArray();
        var tail = (1 - (percent / 100)) / 2;
        return sorted.Length == 0
            ? new Interval(double.NaN, double.NaN, percent)
            : new Interval(Quantile(sorted, tail), Quantile(sorted, 1 - tail), percent);
    }

    private static int[] Weights(int images, long seed, int draw)
    {
        var random = new SeededRandom(seed, draw);
        var weights = new int[images];
        for (var i = 0; i < images; i++)
        {
            weights[random.NextInt(0, images)]++;
        }

        return weights;
    }

    /// <summary>A quantile between the two nearest ranks, as numpy has it by default.</summary>
    /// <param name="sorted">The values, ascending; at least one.</param>
    /// <param name="share">Which, 0 to 1.</param>
    public static double Quantile(IReadOnlyList<double> sorted, double share)
    {
        ArgumentNullException.ThrowIfNull(sorted);
        var at = share * (sorted.Count - 1);
        var below = (int)at;
        var above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + ((at - below) * (sorted[above] - sorted[below]));
    }
}
