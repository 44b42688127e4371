using Panoptes.Data.Loading;

namespace Panoptes.Training.Supervision.IntraBatch;

/// <summary>Whether a sampler drew a batch in pairs.</summary>
internal static class DrawnPairs
{
    /// <summary>True where samples 2k and 2k + 1 are a pair, for every k.</summary>
    public static bool AreIn(Batch batch)
    {
        var samples = batch.Samples;
        return samples.Count % 2 == 0 && Enumerable.Range(0, samples.Count / 2).All(k =>
            samples[2 * k].Target?.Pair is { } pair && samples[(2 * k) + 1].Target?.Pair == pair);
    }
}
