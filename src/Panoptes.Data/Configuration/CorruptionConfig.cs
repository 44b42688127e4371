using Panoptes.Foundation;
using Panoptes.Imaging.Photometrics;

namespace Panoptes.Data.Configuration;

/// <summary>Images spoiled as weather and cameras spoil them: a shift of domain without a second data set. Labels stay.</summary>
public sealed record CorruptionConfig
{
    /// <summary>What spoils them: <c>none</c>, <c>fog</c>, <c>night</c>, <c>noise</c> or <c>blur</c>.</summary>
    public CorruptionKind Kind { get; init; } = CorruptionKind.None;

    /// <summary>How badly, 1 to 5; 0 leaves every bit.</summary>
    public int Level { get; init; } = 3;

    /// <summary>Another number makes other patterns; an image has its own in any case.</summary>
    public long Seed { get; init; }

    /// <summary>What is done to an image.</summary>
    internal Corruption Corruption => new(Kind, Level);

    /// <summary>What sets results on such images apart: "fog-3"; empty where images stay as they are.</summary>
    public string Label => Corruption.IsNothing ? ""
        : FormattableString.Invariant($"{Kind}-{Level}{(Seed == 0 ? "" : $"-seed-{Seed}")}").ToLowerInvariant();

    /// <summary>Checks the level.</summary>
    /// <param name="key">The key of this record: <c>data.corruption</c>.</param>
    /// <exception cref="InputException">It is out of range; names the key.</exception>
    public void Validate(string key) => Require.Within($"{key}.level", Level, 0, Corruption.MostLevel);
}
