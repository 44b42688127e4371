using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Training.Configuration;
using Panoptes.Training.Losses;

namespace Panoptes.Experiments.Advice.Rules;

/// <summary>What is said of runs or configurations that are compared, each against those named after it.</summary>
internal static class ComparisonRules
{
    private const double SameSpeed = 0.2;
    private const double MuchWaiting = 0.3;
    private const int MostSeeds = 10;

    /// <summary>The rules.</summary>
    public static IReadOnlyList<AdviceRule> All { get; } =
    [
        new("A12", "losses averaged differently", AdviceStage.Between, OtherAverage),
        new("A15", "speed that does not depend on the batch", AdviceStage.Between, ConstantSpeed),
        new("A17", "difference within noise", AdviceStage.Between, WithinNoise),
    ];

    private static IEnumerable<Finding> OtherAverage(AdviceSubject subject)
    {
        var own = Averages(subject.Config);
        var others = subject.Others.Select(other => (other.Name, Averages: Averages(other.Config)));
        var all = subject.Recipe is { } recipe ? others.Append((recipe.Name, Averages: Averages(recipe.Config))) : others;
        foreach (var (name, averages) in all.Where(other => other.Averages != own))
        {
            var effect = subject.Config.Train.Optimizer.Name == OptimizerKind.Sgd ? ", and with SGD the size of every step with it" : "";
            yield return new(
                $"the loss is averaged over {own}, in {name} over {averages}",
                $"this scales the loss by the share of labeled pixels{effect}: set train.loss.terms alike, or declare the difference");
        }
    }

    private static string Averages(RunConfig config) =>
        string.Join(" and ", config.Train.Loss.Terms.Where(term => term.Name is LossKind.CrossEntropy or LossKind.BinaryCrossEntropy)
            .Select(term => term.Average switch
            {
                PixelAverage.AllPixels =>
                "all pixels",
                PixelAverage.ValidPixels => "labeled pixels",
                _ => "class weights"
            }).Distinct());

    private static IEnumerable<Finding> ConstantSpeed(AdviceSubject subject)
    {
        foreach (var other in subject.Others.Where(other => IsSameWork(subject.Config, other.Config)))
        {
            var (small, large) = subject.Figures.Batch <= other.Figures.Batch ? (subject, other) : (other, subject);
            if (large.Figures.Batch >= 2 * small.Figures.Batch && small.StepsPerSecond is { } fast && large.StepsPerSecond is { } slow
                && slow > fast * (1 - SameSpeed))
            {
                yield return new(
                    $"{fast:0.00} steps a second at a batch of {small.Figures.Batch}, {slow:0.00} at {large.Figures.Batch} ({small.Name}, "
                        + $"{large.Name})",
                    "either both wait for data (see the data column of the log; raise loader.workers), or a number of steps is not what "
                        + "it is said to be");
            }
        }

        if (AdviceSubject.Median(subject.History.Training.Select(point => point.DataWait)) is > MuchWaiting and var waiting)
        {
            yield return new(
                $"{100 * waiting:0} % of the time steps wait for data", "raise loader.workers or loader.prefetch, or store images smaller");
        }
    }

    private static IEnumerable<Finding> WithinNoise(AdviceSubject subject)
    {
        var band = subject.Config.Advisor.NoiseBand;
        foreach (var other in subject.Others
            .Where(other => Setting(other.Config) != Setting(subject.Config) && other.IsFinished && subject.IsFinished))
        {
            var seeds = Math.Min(Seeds(subject.Everybody, subject), Seeds(subject.Everybody, other));
            if (seeds == 1 && subject.Score is { } a && other.Score is { } b && Math.Abs(a - b) < band)
            {
                // So many seeds each that the difference would be two standard errors, taking half the band for a standard deviation.
                var wanted =
                    Math.Abs(a - b) == 0 ? MostSeeds : (int)Math.Clamp(Math.Ceiling(2 * band * band / ((a - b) * (a - b))), 2, MostSeeds);
                yield return new(
                    $"{subject.Name} and {other.Name} differ by {a - b:+0.00;-0.00;0.00} points with one seed each; runs of other seeds "
                        + $"differ by up to {band:0.##}",
                    $"call it inconclusive, or run {wanted - 1} more seeds of each: train.seed=1 to {wanted - 1}");
            }
        }
    }

    private static bool IsSameWork(RunConfig a, RunConfig b) =>
        a.Model.Name == b.Model.Name && a.Augmentation.Crop.SequenceEqual(b.Augmentation.Crop);

    private static int Seeds(IEnumerable<AdviceSubject> subjects, AdviceSubject like) =>
        subjects.Where(
            subject => Setting(subject.Config) == Setting(like.Config)).Select(subject => subject.Config.Train.Seed).Distinct().Count();

    /// <summary>Equal where two runs differ in their seed only.</summary>
    private static string Setting(RunConfig config) => Fingerprint.Of(config with { Train = config.Train with { Seed = 0 } });
}
