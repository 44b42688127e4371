using System.Text.Json;
using Panoptes.Foundation;
using Panoptes.Parity.Fixtures;
using Panoptes.Tensors;
using Panoptes.Training.Points;

namespace Panoptes.Parity.Masks;

/// <summary>
/// The draws of a recorded run: its call number k gave (u("rand:k", i) + 1) / 2. It went through the last layer first, then the others from
/// the
/// first on; in each it drew for the matching of every image, then candidates, then fresh points.
/// </summary>
/// <param name="path">The fixture, for messages.</param>
/// <param name="calls">Name and shape of every call.</param>
/// <param name="images">Images of the batch.</param>
/// <param name="layers">Prediction layers.</param>
internal sealed class RecordedPointDraws(string path, JsonElement calls, int images, int layers) : IPointDraws
{
    /// <inheritdoc/>
    public Tensor Draw(PointPurpose purpose, int layer, int image, long sets, long count, Device device)
    {
        var turn = layer == layers - 1 ? 0 : layer + 1;
        var part = purpose switch { PointPurpose.Matching => image, PointPurpose.Candidates => images, _ => images + 1 };
        var call = (turn * (images + 2)) + part;
        long[] shape = [sets, count, 2];
        var (name, recorded) = call < calls.GetArrayLength() ? (calls[call][0].GetString()!, calls[call][1]) : ("nothing", default);
        if (recorded.ValueKind != JsonValueKind.Array || !recorded.EnumerateArray().Select(size => size.GetInt64()).SequenceEqual(shape))
        {
            var found = recorded.ValueKind == JsonValueKind.Array ? recorded.GetRawText() : name;
            throw new InputException(path, $"draw {call} of {found}", $"[{string.Join(", ", shape)}]", "get the fixture again");
        }

        return Tensor.From<float>(Array.ConvertAll(Formula.Values(name, sets * count * 2), u => (u + 1) / 2), shape).To(device);
    }
}
