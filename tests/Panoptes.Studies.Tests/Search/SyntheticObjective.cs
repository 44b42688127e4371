using Panoptes.Foundation;
using Panoptes.Studies.Search;

namespace Panoptes.Studies.Tests.Search;

/// <summary>
/// Made-up trainings: what a setting reaches in the end, less what is missing after few steps, and noise. Settings that begin slowly make
/// short trainings misleading.
/// </summary>
internal sealed class SyntheticObjective(long seed, double noise, double slowness)
{
    public const long MostSteps = 27_000;

    public static IReadOnlyDictionary<string, SettingDistribution> Space { get; } = new Dictionary<string, SettingDistribution>
    {
        ["train.optimizer.learning_rate"] = new() { Low = 1e-6, High = 1e-1, Scale = SearchScale.Log },
        ["train.optimizer.weight_decay"] = new() { Low = 1e-5, High = 1, Scale = SearchScale.Log },
        ["augmentation.flip"] = new() { Low = 0, High = 1 },
        ["model.name"] = new() { Values = ["a", "b", "c"] },
    };

    private static double[] Sample { get; } =
        [.. TrialList.Of(new SearchConfig { Seed = 99, Trials = 10_000, Space = Space }).Select(Quality).Order()];

    /// <summary>What it reaches after the most steps, without noise.</summary>
    public static double Quality(Trial trial)
    {
        var rate = Math.Log10(Number(trial, "train.optimizer.learning_rate")) + 3.3;
        var decay = Math.Log10(Number(trial, "train.optimizer.weight_decay")) + 2;
        var flip = Number(trial, "augmentation.flip") - 0.5;
        var model = trial.Value("model.name") switch { "a" => 0.0, "b" => 0.02, _ => 0.05 };
        return 0.8 - (0.06 * rate * rate) - (0.015 * decay * decay) - (0.08 * flip * flip) - model;
    }

    /// <summary>The share of all settings that are better than a trial's, of a sample.</summary>
    public static double ShareBetter(Trial trial)
    {
        var place = Array.BinarySearch(Sample, Quality(trial));
        return (Sample.Length - (place < 0 ? ~place : place)) / (double)Sample.Length;
    }

    public double Measure(Trial trial, long steps)
    {
        // Small learning rates are slow.
        var slow = slowness * Math.Max(0, -3.3 - Math.Log10(Number(trial, "train.optimizer.learning_rate")));
        var missing = (0.25 + slow) * (Math.Sqrt(1_000.0 / steps) - Math.Sqrt(1_000.0 / MostSteps));
        return Quality(trial) - missing + (noise * new SeededRandom(seed, trial.Number, steps).NextNormal());
    }

    private static double Number(Trial trial, string path) => SettingDistribution.NumberOf(trial.Value(path)!)!.Value;
}
