using Panoptes.Training.Collectives;

namespace Panoptes.Training.Supervision.Detection;

/// <summary>
/// The orders for one process's images, where processes share a batch: those that a single process with the whole batch would take.
/// </summary>
/// <param name="inner">The orders for the whole batch.</param>
/// <param name="places">The places of this process's images among those of all.</param>
public sealed class SharedOrders(ISampleOrders inner, IReadOnlyList<int> places) : ISampleOrders
{
    /// <summary>The orders of one process, or of all of them together; every process calls this at the same place.</summary>
    /// <param name="inner">Where orders come from.</param>
    /// <param name="collective">The processes; this one alone where null.</param>
    /// <param name="places">Where this process's images stand in the whole batch.</param>
    public static ISampleOrders Of(ISampleOrders inner, ICollective? collective, IReadOnlyList<int> places)
    {
        ArgumentNullException.ThrowIfNull(places);
        return collective is null || collective.Size == 1
            ? inner : new SharedOrders(inner, SharedPlaces.Of(collective, places, new int[places.Count]).Own);
    }

    /// <inheritdoc/>
    public int[] Draw(SamplePurpose purpose, int image, int count) => inner.Draw(purpose, places[image], count);
}
