using Panoptes.Foundation;
using Panoptes.Imaging.Photometrics;

namespace Panoptes.Data.Configuration;

/// <summary>A rectangle of an image that noise replaces (torchvision's RandomErasing, with its defaults). Labels stay.</summary>
public sealed record EraseConfig
{
    private static readonly RandomErasing Published = new();

    /// <summary>Probability that it is erased.</summary>
    public double Probability { get; init; } = Published.Probability;

    /// <summary>The [least, largest] share of the image's area.</summary>
    public IReadOnlyList<double> Area { get; init; } = [Published.AreaLow, Published.AreaHigh];

    /// <summary>The [least, largest] height over width; drawn evenly by its logarithm.</summary>
    public IReadOnlyList<double> Aspect { get; init; } = [Published.AspectLow, Published.AspectHigh];

    /// <summary>The erasing that this describes.</summary>
    internal RandomErasing Erasing() => new()
    {
        Probability = Probability,
        AreaLow = Area[0],
        AreaHigh = Area[1],
        AspectLow = Aspect[0],
        AspectHigh = Aspect[1],
    };

    /// <summary>Checks every value.</summary>
    /// <param name="key">The key of this record: <c>augmentation.strong.erase[0]</c>.</param>
    /// <exception cref="InputException">A value is out of range; named with its key.</exception>
    internal void Check(string key)
    {
        Require.Within($"{key}.probability", Probability, 0, 1);
        RequirePair($"{key}.area", Area, 1, "at most 1");
        RequirePair($"{key}.aspect", Aspect, 100, "at most 100");
    }

    /// <summary>Requires a [least, largest] pair above 0.</summary>
    internal static void RequirePair(string key, IReadOnlyList<double> pair, double most, string limit) => Require.That(
        pair is [> 0, > 0] && pair[0] <= pair[1] && pair[1] <= most, key, $"[{string.Join(", ", pair)}]",
        $"[least, largest], each above 0 and {limit}");
}
