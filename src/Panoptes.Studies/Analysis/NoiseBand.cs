using Panoptes.Metrics.Intervals;

namespace Panoptes.Studies.Analysis;

/// <summary>The band within which a difference of two recipes says nothing, and where it comes from. In points.</summary>
public sealed record NoiseBand
{
    /// <summary>How sure a measured band is, in percent.</summary>
    public const double Percent = 95;

    /// <summary>More seeds than this for each side are not proposed.</summary>
    public const int MostSeeds = 100;

    /// <summary>The data that it belongs to.</summary>
    public string Data { get; init; } = "";

    /// <summary>Whether it was measured from repeated seeds.</summary>
    public bool IsMeasured => Degrees > 0 && Deviation > 0;

    /// <summary>Pooled standard deviation between seeds; 0 where nothing was repeated or all repeats gave the same.</summary>
    public double Deviation { get; init; }

    /// <summary>Its degrees of freedom: seeds less one, summed over the groups.</summary>
    public int Degrees { get; init; }

    /// <summary>Models and recipes with two completed seeds or more.</summary>
    public int Groups { get; init; }

    /// <summary>Whether imported numbers are among them.</summary>
    public bool HasImported { get; init; }

    /// <summary>Half the band where it is not measured.</summary>
    public double Assumed { get; init; }

    /// <summary>Measures it, where any recipe has two completed seeds.</summary>
    /// <param name="data">The name of the data.</param>
    /// <param name="results">All recipes on these data.</param>
    /// <param name="assumed">Half the band where it cannot be measured, in points.</param>
    public static NoiseBand Of(string data, IEnumerable<RecipeResult> results, double assumed)
    {
        RecipeResult[] repeated = [.. results.Where(result => result.N >= 2)];
        var degrees = repeated.Sum(result => result.N - 1);
        return new NoiseBand
        {
            Data = data,
            Groups = repeated.Length,
            Degrees = degrees,
            Deviation = degrees == 0
                ? 0
                : Math.Sqrt(repeated.Sum(result => (result.N - 1) * Math.Pow(result.Deviation!.Value, 2)) / degrees),
            HasImported = repeated.Any(result => result.IsImported),
            Assumed = assumed,
        };
    }

    /// <summary>
    /// Half the band of a difference of two means: t times the deviation times sqrt(1/n1 + 1/n2), or what is assumed, whatever the seeds.
    /// </summary>
    /// <param name="first">Seeds of one side, at least 1.</param>
    /// <param name="second">Seeds of the other.</param>
    public double Half(int first, int second) => IsMeasured ? Half(first, second, Degrees) : Assumed;

    /// <summary>
    /// The least number of seeds for each side with which a difference as large as this one would lie outside the band, each further seed
    /// giving one degree of freedom; null where the noise was not measured, or more than <see cref="MostSeeds"/> would be needed.
    /// </summary>
    /// <param name="difference">The difference, in points.</param>
    /// <param name="first">Seeds that one side has.</param>
    /// <param name="second">Seeds that the other has.</param>
    public int? SeedsFor(double difference, int first, int second)
    {
        var least = Math.Max(1, Math.Max(first, second));
        bool Resolves(int n) => Math.Abs(difference) > Half(n, n, Degrees + n - first + n - second);
        if (!IsMeasured || least > MostSeeds || !Resolves(MostSeeds))
        {
            return null;
        }

        // The band narrows with every seed.
        var (low, high) = (least, MostSeeds);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Resolves(middle) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    /// <summary>What it is and how it was found, for a report's protocol.</summary>
    /// <param name="points">The word for what it is measured in.</param>
    public string Text(string points)
    {
        if (IsMeasured)
        {
            var t = Figures.Fixed(StudentT.TwoSided(Percent, Degrees), 3);
            return $"measured from repeated seeds: pooled standard deviation {Figures.Fixed(Deviation, 3)} {points} over "
                + $"{Figures.Number(Groups, "pair", "pairs")} of model and recipe with two completed seeds or more, {Degrees} degrees of "
                + $"freedom (seeds less one, summed){(HasImported ? ", imported numbers among them" : "")}; a difference of means is "
                + $"inconclusive within t x s x sqrt(1/n1 + 1/n2) with t = {t} ({Figures.Fixed(Percent, 0)} %, two-sided), which is "
                + $"±{Figures.Fixed(Half(1, 1))} {points} for one seed on each side";
        }

        var reason = Degrees > 0
            ? "the repeated seeds gave identical numbers, which says nothing of the noise"
            : "no model and recipe has two completed seeds, so nothing was measured";
        return $"assumed: ±{Figures.Fixed(Assumed)} {points} ({reason})";
    }

    private double Half(int first, int second, int degrees) =>
        StudentT.TwoSided(Percent, degrees) * Deviation * Math.Sqrt((1.0 / first) + (1.0 / second));
}
