using Panoptes.Tensors;
using Panoptes.Training.Arithmetic;
using Panoptes.Training.Collectives;

namespace Panoptes.Training.Points;

/// <summary>
/// The points of one process's images, where processes share a batch by turns: those that a single process with the whole batch would draw
/// for them.
/// </summary>
/// <param name="inner">Where the points of the whole batch come from.</param>
/// <param name="collective">The processes.</param>
/// <param name="sets">How many sets of points each image of the whole batch has.</param>
public sealed class SharedPointDraws(IPointDraws inner, ICollective collective, IReadOnlyList<int> sets) : IPointDraws
{
    /// <summary>The draws of one process, or of all of them together; every process calls this at the same place.</summary>
    /// <param name="inner">Where points come from.</param>
    /// <param name="collective">The processes; this one alone where null.</param>
    /// <param name="sets">How many sets of points each image of this process has.</param>
    public static IPointDraws Of(IPointDraws inner, ICollective? collective, IReadOnlyList<int> sets)
    {
        ArgumentNullException.ThrowIfNull(sets);
        if (collective is null || collective.Size == 1)
        {
            return inner;
        }

        // Processes may have numbers of images of their own, where those without a label are left out.
        var longest = new double[collective.Size];
        longest[collective.Rank] = sets.Count;
        collective.Sum(longest);
        var all = new double[(int)longest.Max() * collective.Size];
        for (var i = 0; i < sets.Count; i++)
        {
            all[(i * collective.Size) + collective.Rank] = sets[i];
        }

        collective.Sum(all);
        return new SharedPointDraws(inner, collective, [.. all.Select(count => (int)count)]);
    }

    /// <inheritdoc/>
    public Tensor Draw(PointPurpose purpose, int layer, int image, long sets, long count, Device device)
    {
        if (purpose == PointPurpose.Matching)
        {
            return inner.Draw(purpose, layer, (image * collective.Size) + collective.Rank, sets, count, device);
        }

        using var scope = TensorScope.Open();
        var whole = inner.Draw(purpose, layer, image, Total, count, device);
        return scope.Return(whole.IndexSelect(0, RowIndices.Of(OwnRows(), device)));
    }

    private long Total => sets.Sum(count => (long)count);

    private IEnumerable<long> OwnRows()
    {
        var at = 0L;
        for (var image = 0; image < sets.Count; at += sets[image], image++)
        {
            for (var k = 0; k < (image % collective.Size == collective.Rank ? sets[image] : 0); k++)
            {
                yield return at + k;
            }
        }
    }
}
