namespace Panoptes.Experiments.Sessions;

/// <summary>
/// Images that are predicted at the same time. Small operators leave cores idle that share one image; cores with an image each never wait
/// for each other.
/// </summary>
/// <param name="Count">Images.</param>
/// <param name="Threads">Threads of each.</param>
internal readonly record struct PredictionLanes(int Count, int Threads)
{
    // Each holds the activations of an image.
    private const int Most = 4;

    /// <summary>Shares threads out.</summary>
    public static PredictionLanes Of(int threads)
    {
        var count = Math.Clamp(threads, 1, Most);
        return new(count, Math.Max(1, threads / count));
    }
}
