using Panoptes.Foundation;

namespace Panoptes.Training.Supervision.Detection;

/// <summary>Orders that are a function of the run's seed, the batch and the image: a resumed run draws the same ones.</summary>
/// <param name="seed">The run's seed.</param>
/// <param name="batch">The number of the batch in its stream.</param>
public sealed class SeededOrders(long seed, long batch) : ISampleOrders
{
    private const long Salt = 0xB0C5;

    /// <inheritdoc/>
    public int[] Draw(SamplePurpose purpose, int image, int count)
    {
        var order = Enumerable.Range(0, count).ToArray();
        new SeededRandom(seed, batch, Salt, (long)purpose, image, count).Shuffle<int>(order);
        return order;
    }
}
