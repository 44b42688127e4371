using Panoptes.Training.Collectives;

namespace Panoptes.Training.Supervision.Detection;

/// <summary>
/// The orders for one process's images, where processes share a batch by turns: those that a single process with the whole batch would
/// take.
/// </summary>
/// <param name="inner">The orders for the whole batch.</param>
/// <param name="places">The places of this process's images among those of all.</param>
public sealed class SharedOrders(ISampleOrders inner, IReadOnlyList<int> places) : ISampleOrders
{
    /// <summary>The orders of one process, or of all of them together; every process calls this at the same place.</summary>
    /// <param name="inner">Where orders come from.</param>
    /// <param name="collective">The processes; this one alone where null.</param>
    /// <param name="images">How many images this process has.</param>
    /// <param name="kept">Which images of this process's part of the batch they are; all of it, in order, where null.</param>
    public static ISampleOrders Of(ISampleOrders inner, ICollective? collective, int images, IReadOnlyList<int>? kept) =>
        collective is null || collective.Size == 1
            ? inner : new SharedOrders(inner, SharedPlaces.Of(collective, images, kept, new int[images]).Own);

    /// <inheritdoc/>
    public int[] Draw(SamplePurpose purpose, int image, int count) => inner.Draw(purpose, places[image], count);
}
