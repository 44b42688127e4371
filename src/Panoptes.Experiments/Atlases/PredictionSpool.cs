using System.Globalization;
using Panoptes.Imaging;
using Panoptes.Imaging.Masks;
using Panoptes.Imaging.Predictions;

namespace Panoptes.Experiments.Atlases;

/// <summary>
/// What a model said of many images, in a temporary folder: an atlas looks at some images twice, and a model need not. One small file an
/// image; gone when disposed.
/// </summary>
internal sealed class PredictionSpool : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("panoptes-atlas-");

    /// <summary>Whether an image is kept.</summary>
    public bool Has(int index) => File.Exists(PathOf(index));

    /// <summary>Keeps a map.</summary>
    /// <param name="index">Its image.</param>
    /// <param name="ids">Ids, 0 or more.</param>
    /// <param name="segments">What ids stand for; none where they are classes.</param>
    public void Keep(int index, Plane<int> ids, IReadOnlyList<PredictedSegment> segments) => Write(index, writer =>
    {
        writer.Write(ids.Width);
        writer.Write(ids.Height);
        for (var i = 0; i < ids.Pixels.Length;)
        {
            var rest = ids.Pixels.AsSpan(i);
            var length = rest.IndexOfAnyExcept(rest[0]) is var end and >= 0 ? end : rest.Length;
            writer.Write7BitEncodedInt(rest[0]);
            writer.Write7BitEncodedInt(length);
            i += length;
        }

        writer.Write7BitEncodedInt(segments.Count);
        foreach (var segment in segments)
        {
            writer.Write7BitEncodedInt(segment.Id);
            writer.Write7BitEncodedInt(segment.Class);
            writer.Write(segment.IsThing);
            writer.Write7BitEncodedInt64(segment.Area);
            writer.Write(segment.Score);
        }
    });

    /// <summary>Keeps objects.</summary>
    public void Keep(int index, InstancePrediction prediction) => Write(index, writer =>
    {
        writer.Write(prediction.Width);
        writer.Write(prediction.Height);
        writer.Write7BitEncodedInt(prediction.Instances.Count);
        foreach (var one in prediction.Instances)
        {
            writer.Write7BitEncodedInt(one.Class);
            writer.Write(one.Score);
            writer.Write(one.Mask.ToCompressed());
        }
    });

    /// <summary>The map of an image that is kept.</summary>
    public (Plane<int> Ids, IReadOnlyList<PredictedSegment> Segments) Map(int index) => Read(index, reader =>
    {
        var ids = new Plane<int>(reader.ReadInt32(), reader.ReadInt32());
        for (var i = 0; i < ids.Pixels.Length;)
        {
            var (value, length) = (reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt());
            ids.Pixels.AsSpan(i, length).Fill(value);
            i += length;
        }

        IReadOnlyList<PredictedSegment> segments = [.. Enumerable.Range(0, reader.Read7BitEncodedInt()).Select(_ => new PredictedSegment(
            reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt(), reader.ReadBoolean(), reader.Read7BitEncodedInt64(),
            reader.ReadDouble()))];
        return (ids, segments);
    });

    /// <summary>The objects of an image that is kept.</summary>
    public InstancePrediction Objects(int index) => Read(index, reader =>
    {
        var (width, height) = (reader.ReadInt32(), reader.ReadInt32());
        return new InstancePrediction(width, height, [.. Enumerable.Range(0, reader.Read7BitEncodedInt()).Select(_ => new PredictedInstance(
            reader.Read7BitEncodedInt(), reader.ReadDouble(),
            RunLengthMask.FromCompressed(height, width, reader.ReadString())))]);
    });

    /// <summary>Removes all of it.</summary>
    public void Dispose() => folder.Delete(recursive: true);

    private string PathOf(int index) => Path.Combine(folder.FullName, index.ToString(CultureInfo.InvariantCulture));

    private void Write(int index, Action<BinaryWriter> write)
    {
        using var writer = new BinaryWriter(File.Create(PathOf(index)));
        write(writer);
    }

    private T Read<T>(int index, Func<BinaryReader, T> read)
    {
        using var reader = new BinaryReader(File.OpenRead(PathOf(index)));
        return read(reader);
    }
}
