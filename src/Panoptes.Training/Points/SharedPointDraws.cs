using Panoptes.Tensors;
using Panoptes.Training.Collectives;

namespace Panoptes.Training.Points;

/// <summary>
/// The points of one process's images, where processes share a batch: those that a single process with the whole batch would draw
/// for them.
/// </summary>
/// <param name="inner">Where the points of the whole batch come from.</param>
/// <param name="places">The places of this process's images among those of all.</param>
/// <param name="setsOfAll">How many sets of points each image of all processes has.</param>
public sealed class SharedPointDraws(IPointDraws inner, IReadOnlyList<int> places, IReadOnlyList<int> setsOfAll) : IPointDraws
{
    /// <summary>The draws of one process, or of all of them together; every process calls this at the same place.</summary>
    /// <param name="inner">Where points come from.</param>
    /// <param name="collective">The processes; this one alone where null.</param>
    /// <param name="places">Where this process's images stand in the whole batch.</param>
    /// <param name="sets">How many sets of points each image of this process has.</param>
    public static IPointDraws Of(IPointDraws inner, ICollective? collective, IReadOnlyList<int> places, IReadOnlyList<int> sets)
    {
        ArgumentNullException.ThrowIfNull(sets);
        if (collective is null || collective.Size == 1)
        {
            return inner;
        }

        var (own, all) = SharedPlaces.Of(collective, places, sets);
        return new SharedPointDraws(inner, own, all);
    }

    /// <inheritdoc/>
    public Tensor Draw(PointPurpose purpose, int layer, int image, long sets, long count, Device device)
    {
        if (purpose == PointPurpose.Matching)
        {
            return inner.Draw(purpose, layer, places[image], sets, count, device);
        }

        int[] rows = [.. places.SelectMany(place => Enumerable.Range(Before(place), setsOfAll[place]))];
        return new ChosenPointDraws(inner, rows, Before(setsOfAll.Count)).Draw(purpose, layer, image, sets, count, device);
    }

    private int Before(int place) => setsOfAll.Take(place).Sum();
}
