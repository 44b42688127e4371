using System.Runtime.InteropServices;
using Panoptes.Data.Loading;
using Panoptes.Data.Pasting;
using Panoptes.Imaging;
using Panoptes.Training.Collectives;

namespace Panoptes.Training.Pasting;

/// <summary>Objects of all processes that train together, in the order of the batch that they share.</summary>
/// <param name="objects">The objects.</param>
public sealed class PooledObjects(IReadOnlyList<ObjectCutout> objects) : IObjectBank
{
    /// <inheritdoc/>
    public int Count => objects.Count;

    /// <inheritdoc/>
    public ObjectCutout this[int place] => objects[place];

    /// <summary>The labeled objects of the batches of all processes; all of them ask at the same place.</summary>
    /// <param name="batch">This process's batch, with objects or segments.</param>
    /// <param name="minBox">The box of an object must have more pixels than this on both sides.</param>
    /// <param name="collective">The processes.</param>
    public static PooledObjects Of(Batch batch, int minBox, ICollective collective)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var own = new BatchObjects(batch, minBox);
        return new PooledObjects(Gather(
            [.. Enumerable.Range(0, own.Count).Select(place => (batch.Places[own.SampleOf(place)], own[place]))], collective));
    }

    /// <summary>The objects of all processes; all of them ask at the same place.</summary>
    /// <param name="own">Those of this process, each with the place of its image in the whole batch.</param>
    /// <param name="collective">The processes.</param>
    internal static IReadOnlyList<ObjectCutout> Gather(IReadOnlyList<(int Image, ObjectCutout Object)> own, ICollective collective) =>
        collective.Size == 1
            ? [.. own.Select(entry => entry.Object)]
            : [.. collective.Gather(Write(own)).SelectMany(Read).OrderBy(entry => entry.Image).Select(entry => entry.Object)];

    private static byte[] Write(IReadOnlyList<(int Image, ObjectCutout Object)> own)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        foreach (var (image, one) in own)
        {
            writer.Write(image);
            writer.Write(one.TrainId);
            writer.Write(one.Source);
            writer.Write(one.Mask.Width);
            writer.Write(one.Mask.Height);
            writer.Write(one.Mask.Pixels);
            writer.Write(MemoryMarshal.AsBytes(one.Colors.AsSpan()));
        }

        writer.Flush();
        return bytes.ToArray();
    }

    private static IEnumerable<(int Image, ObjectCutout Object)> Read(byte[] said)
    {
        using var reader = new BinaryReader(new MemoryStream(said));
        while (reader.BaseStream.Position < said.Length)
        {
            var (image, trainId, source) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadString());
            var (width, height) = (reader.ReadInt32(), reader.ReadInt32());
            var mask = new Plane<byte>(width, height, reader.ReadBytes(width * height));
            var colors = MemoryMarshal.Cast<byte, float>(reader.ReadBytes(3 * width * height * sizeof(float))).ToArray();
            yield return (image, new ObjectCutout(trainId, mask, colors, source));
        }
    }
}
