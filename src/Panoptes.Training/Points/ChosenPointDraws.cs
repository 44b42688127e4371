using Panoptes.Tensors;
using Panoptes.Training.Arithmetic;

namespace Panoptes.Training.Points;

/// <summary>The points of some masks out of many: those that whoever has all of them draws for these.</summary>
/// <param name="inner">Where the points of all come from.</param>
/// <param name="chosen">The places of these masks among all.</param>
/// <param name="all">How many there are in all.</param>
public sealed class ChosenPointDraws(IPointDraws inner, IReadOnlyList<int> chosen, int all) : IPointDraws
{
    /// <inheritdoc/>
    public Tensor Draw(PointPurpose purpose, int layer, int image, long sets, long count, Device device)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sets, chosen.Count);
        using var scope = TensorScope.Open();
        return scope.Return(inner.Draw(purpose, layer, image, all, count, device).IndexSelect(0, RowIndices.Of(chosen, device)));
    }
}
