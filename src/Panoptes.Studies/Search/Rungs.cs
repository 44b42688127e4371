namespace Panoptes.Studies.Search;

/// <summary>
/// The lengths that trials are trained for. Each rung of a trial is a training of its own, from the first step on, whose schedule ends at
/// that rung's steps: see docs/decisions/search.md.
/// </summary>
public sealed record Rungs
{
    private Rungs(IReadOnlyList<long> steps, int factor) => (Steps, Factor) = (steps, factor);

    /// <summary>Steps of each rung, from the least to the most.</summary>
    public IReadOnlyList<long> Steps { get; }

    /// <summary>How many trials one is the best of that goes up a rung.</summary>
    public int Factor { get; }

    /// <summary>How many rungs there are.</summary>
    public int Count => Steps.Count;

    /// <summary>Trials of which one reaches the last rung.</summary>
    public long TrialsToTheTop => Steps[^1] / Steps[0];

    /// <summary>Steps of all trainings of that many trials.</summary>
    public long StepsToTheTop => Cost(TrialsToTheTop);

    /// <summary>
    /// What a trial that goes all the way up costs, over a training of the most steps alone: 1 + 1/factor + 1/factor² ..., below 1.5 for
    /// three.
    /// </summary>
    public double CostRatio => Steps.Sum() / (double)Steps[^1];

    /// <summary>The rungs of a halving: its least steps times each power of its factor, up to its most steps.</summary>
    public static Rungs Of(HalvingConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var steps = new List<long>();
        for (var next = config.LeastSteps; next <= config.MostSteps; next *= config.Factor)
        {
            steps.Add(next);
        }

        return new Rungs(steps, config.Factor);
    }

    /// <summary>How many of a number of trials are trained on a rung at most: the factor fewer on each.</summary>
    internal long Share(long trials, int rung) => trials / (Steps[rung] / Steps[0]);

    /// <summary>Steps of all trainings of a number of trials at most.</summary>
    internal long Cost(long trials) => Enumerable.Range(0, Count).Sum(rung => Share(trials, rung) * Steps[rung]);

    /// <summary>The most trials whose trainings together take no more than a number of steps.</summary>
    internal long TrialsWithin(long steps)
    {
        var (within, beyond) = (0L, (steps / Steps[0]) + 1);
        while (beyond - within > 1)
        {
            var middle = within + ((beyond - within) / 2);
            (within, beyond) = Cost(middle) <= steps ? (middle, beyond) : (within, middle);
        }

        return within;
    }
}
