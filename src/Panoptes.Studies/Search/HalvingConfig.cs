using Panoptes.Foundation;

namespace Panoptes.Studies.Search;

/// <summary>The rungs of successive halving: 1,000, 3,000, 9,000 and 27,000 steps unless said otherwise.</summary>
public sealed record HalvingConfig
{
    /// <summary>Steps of the first training of a trial, at least 1.</summary>
    public long LeastSteps { get; init; } = 1_000;

    /// <summary>Steps of the longest training: the least steps times a power of the factor.</summary>
    public long MostSteps { get; init; } = 27_000;

    /// <summary>How many trials one is the best of that is trained longer, and how many times longer; 2 to 16.</summary>
    public int Factor { get; init; } = 3;

    /// <summary>Checks ranges.</summary>
    /// <exception cref="InputException">A setting is out of range.</exception>
    internal void Validate(string name)
    {
        Require.AtLeast($"{name}.least_steps", LeastSteps, 1);
        Require.Within($"{name}.factor", Factor, 2, 16);
        Require.That(
            MostSteps > LeastSteps && MostSteps <= int.MaxValue, $"{name}.most_steps", MostSteps,
            $"more than least_steps, {LeastSteps}, and at most {int.MaxValue}");
        var below = LeastSteps;
        while (below * Factor <= MostSteps)
        {
            below *= Factor;
        }

        var power = below / LeastSteps;
        var least = Math.Max(1, MostSteps / power);
        Require.That(
            below == MostSteps, $"{name}.most_steps", MostSteps, $"least_steps times a power of {Factor}",
            $"set it to {below} or {below * Factor}, or change least_steps to {least} with most_steps {least * power}");
    }
}
