using Panoptes.Foundation;

namespace Panoptes.Data.Configuration;

/// <summary>
/// A size for each whole batch, to which its crops are resized by the one geometry that makes them (CUPS, resolution jitter, with its
/// published values as defaults).
/// </summary>
public sealed record ResolutionJitterConfig
{
    /// <summary>The least [height, width] in pixels.</summary>
    public IReadOnlyList<int> Least { get; init; } = [384, 768];

    /// <summary>The largest [height, width].</summary>
    public IReadOnlyList<int> Largest { get; init; } = [704, 1408];

    /// <summary>How many sizes there are, evenly spaced from the least to the largest.</summary>
    public int Sizes { get; init; } = 11;

    /// <summary>One of the sizes, as (height, width).</summary>
    /// <param name="place">0 for the least, <see cref="Sizes"/> - 1 for the largest.</param>
    internal (int Height, int Width) Size(int place)
    {
        var share = Sizes == 1 ? 0 : (double)place / (Sizes - 1);
        return (Between(Least[0], Largest[0]), Between(Least[1], Largest[1]));

        int Between(int least, int largest) => (int)Math.Round(least + (share * (largest - least)));
    }

    /// <summary>Checks every value.</summary>
    /// <param name="key">The key of this record: <c>augmentation.resolution_jitter</c>.</param>
    /// <exception cref="InputException">A value is out of range; named with its key.</exception>
    internal void Check(string key)
    {
        CheckSize($"{key}.least", Least);
        CheckSize($"{key}.largest", Largest);
        Require.That(
            Least[0] <= Largest[0] && Least[1] <= Largest[1], $"{key}.largest", $"[{string.Join(", ", Largest)}]",
            $"not below least ([{string.Join(", ", Least)}])");
        Require.Within($"{key}.sizes", Sizes, 1, 1000);
    }

    private static void CheckSize(string key, IReadOnlyList<int> size) => Require.That(
        size is [> 0 and <= 65536, > 0 and <= 65536], key, $"[{string.Join(", ", size)}]", "[height, width], each 1 to 65536");
}
