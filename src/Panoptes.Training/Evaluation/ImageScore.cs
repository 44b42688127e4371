using Panoptes.Metrics.Exchange;

namespace Panoptes.Training.Evaluation;

/// <summary>How well one image was segmented.</summary>
/// <param name="Index">Index in the data set.</param>
/// <param name="Name">The sample's name.</param>
/// <param name="Metrics">
/// Its numbers, of which the first says how well, higher is better; never undefined.
/// </param>
public sealed record ImageScore(int Index, string Name, IReadOnlyList<Metric> Metrics)
{
    /// <summary>How well.</summary>
    public double Score => Metrics[0].Value;

    /// <summary>Writes the image's numbers for another process, without loss.</summary>
    internal void Write(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt(Index);
        writer.Write(Name);
        writer.WriteEach(Metrics, (to, metric) => metric.Write(to));
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    internal static ImageScore Read(BinaryReader reader)
    {
        var image = new ImageScore(reader.Read7BitEncodedInt(), reader.ReadString(), reader.ReadEach(Metric.Read));
        return image.Metrics.Count > 0 ? image : throw new InvalidDataException("an image without a number");
    }
}
