using System.Text.Json;
using Panoptes.Parity.Fixtures;
using Panoptes.Tensors;
using Panoptes.Training.Points;

namespace Panoptes.Parity.Masks;

/// <summary>
/// The draws of a recorded run with intra-batch supervision: its call number k gave (u("rand:k", i) + 1) / 2. It went through the last
/// layer first, then the others from the first on; in each it drew for the matching of every image, then twice for the masks of matches,
/// and twice for those of intra-batch supervision where that takes points, in every layer but the first.
/// </summary>
/// <param name="images">Images of the batch.</param>
/// <param name="layers">Prediction layers.</param>
/// <param name="takesPoints">Whether intra-batch supervision takes points.</param>
/// <param name="isIntraBatch">Whether candidates and fresh points are asked for by intra-batch supervision, of layers counted from the
/// second on.</param>
internal sealed class IntraBatchDraws(int images, int layers, bool takesPoints, bool isIntraBatch) : IPointDraws
{
    private const int OfMatches = 2;

    /// <inheritdoc/>
    public Tensor Draw(PointPurpose purpose, int layer, int image, long sets, long count, Device device)
    {
        var call = First(isIntraBatch ? layer + 1 : layer) + purpose switch
        {
            PointPurpose.Matching => image,
            PointPurpose.Candidates => images + (isIntraBatch ? OfMatches : 0),
            _ => images + (isIntraBatch ? OfMatches : 0) + 1,
        };
        long[] shape = [sets, count, 2];
        return Tensor.From<float>(Array.ConvertAll(Formula.Values($"rand:{call}", sets * count * 2), u => (u + 1) / 2), shape).To(device);
    }

    // The first call of a layer: the last layer's come first.
    private int First(int layer)
    {
        var turn = layer == layers - 1 ? 0 : layer + 1;
        var withPoints = takesPoints ? turn - (turn > 1 ? 1 : 0) : 0;
        return (turn * (images + OfMatches)) + (withPoints * 2);
    }

    /// <summary>Shape and number of the recorded calls must be those of a run of this kind.</summary>
    /// <param name="calls">Name and shape of every call.</param>
    public bool Fits(JsonElement calls) => calls.GetArrayLength() == First(layers - 2) + images + OfMatches + (takesPoints ? 2 : 0);
}
