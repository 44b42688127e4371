using System.Globalization;

namespace Panoptes.Experiments.Advice.Rules;

/// <summary>How colors become the numbers that a network sees.</summary>
internal static class NormalizationRules
{
    private const double Brightest = 255;

    /// <summary>The rules.</summary>
    public static IReadOnlyList<AdviceRule> All { get; } =
    [
        new("A22", "mean and deviation of another value range", AdviceStage.Before, OtherRange),
    ];

    // A deviation of 1 beside means around 120 is detectron2's for its Caffe weights; one below 1 is never of colors from 0 to 255.
    private static IEnumerable<Finding> OtherRange(AdviceSubject subject)
    {
        var (mean, std) = (subject.Config.Augmentation.Mean, subject.Config.Augmentation.Std);
        var isMeanSmall = mean.All(value => value is >= 0 and <= 1) && mean.Any(value => value > 0);
        var isStdSmall = std.Any(value => value < 1);
        if (isMeanSmall || isStdSmall)
        {
            var largest = mean.Zip(std, (center, deviation) => (Brightest - center) / deviation).Max();
            yield return new(
                $"augmentation.mean {Text(mean, 1)} and augmentation.std {Text(std, 1)} are of values from 0 to 1, and images have 0 "
                    + "to 255: "
                    + $"the network sees values up to {largest.ToString("0", CultureInfo.InvariantCulture)}",
                $"set 'augmentation.mean={Text(mean, isMeanSmall ? Brightest : 1)}' "
                    + $"'augmentation.std={Text(std, isStdSmall || std.All(value => value <= 1) ? Brightest : 1)}'");
        }
    }

    private static string Text(IEnumerable<double> values, double factor) =>
        $"[{string.Join(", ", values.Select(value => Math.Round(value * factor, 4).ToString(CultureInfo.InvariantCulture)))}]";
}
