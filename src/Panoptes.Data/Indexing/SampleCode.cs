using Panoptes.Data.Sampling;
using Panoptes.Imaging.Geometries;

namespace Panoptes.Data.Indexing;

/// <summary>A sample of an index as bytes.</summary>
internal static class SampleCode
{
    /// <summary>Writes a sample.</summary>
    public static void Write(BinaryWriter writer, IndexedSample sample)
    {
        writer.Write(sample.Name);
        writer.Write7BitEncodedInt(sample.Width);
        writer.Write7BitEncodedInt(sample.Height);
        writer.Write7BitEncodedInt(sample.LabelWidth);
        writer.Write7BitEncodedInt(sample.LabelHeight);
        writer.Write7BitEncodedInt64(sample.Bytes);
        Write(writer, sample.Content);
        Write(writer, sample.Look);
        writer.Write7BitEncodedInt(sample.Classes.Count);
        foreach (var one in sample.Classes)
        {
            writer.Write7BitEncodedInt(one.TrainId);
            writer.Write7BitEncodedInt64(one.Pixels);
        }

        writer.Write7BitEncodedInt64(sample.VoidPixels);
        writer.Write7BitEncodedInt(sample.Segments.Count);
        foreach (var segment in sample.Segments)
        {
            Write(writer, segment);
        }

        writer.Write7BitEncodedInt(sample.Faults.Count);
        foreach (var fault in sample.Faults)
        {
            writer.Write(fault.Kind);
            writer.Write(fault.Message);
        }
    }

    /// <summary>Reads a sample; its place is that of the split as it is now.</summary>
    public static IndexedSample Read(BinaryReader reader) => new()
    {
        Split = 0,
        Index = 0,
        Name = reader.ReadString(),
        Width = reader.Read7BitEncodedInt(),
        Height = reader.Read7BitEncodedInt(),
        LabelWidth = reader.Read7BitEncodedInt(),
        LabelHeight = reader.Read7BitEncodedInt(),
        Bytes = reader.Read7BitEncodedInt64(),
        Content = ReadHash(reader),
        Look = ReadHash(reader),
        Classes = Many(reader, () => new ClassPixels(reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt64())),
        VoidPixels = reader.Read7BitEncodedInt64(),
        Segments = Many(reader, () => ReadSegment(reader)),
        Faults = Many(reader, () => new SampleFault(string.Intern(reader.ReadString()), reader.ReadString())),
    };

    /// <summary>Writes a hash.</summary>
    public static void Write(BinaryWriter writer, UInt128 hash)
    {
        writer.Write((ulong)(hash >> 64));
        writer.Write((ulong)hash);
    }

    /// <summary>Reads a hash.</summary>
    public static UInt128 ReadHash(BinaryReader reader) => new(reader.ReadUInt64(), reader.ReadUInt64());

    private static T[] Many<T>(BinaryReader reader, Func<T> read)
    {
        var all = new T[reader.Read7BitEncodedInt()];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = read();
        }

        return all;
    }

    private static void Write(BinaryWriter writer, IndexedSegment segment)
    {
        writer.Write7BitEncodedInt64(segment.Id);
        writer.Write7BitEncodedInt(segment.TrainId);
        writer.Write((byte)((segment.IsThing ? 1 : 0) | (segment.IsCrowd ? 2 : 0)));
        writer.Write7BitEncodedInt(segment.Box.Left);
        writer.Write7BitEncodedInt(segment.Box.Top);
        writer.Write7BitEncodedInt(segment.Box.Width);
        writer.Write7BitEncodedInt(segment.Box.Height);
        writer.Write7BitEncodedInt(segment.Area);
    }

    private static IndexedSegment ReadSegment(BinaryReader reader)
    {
        var (id, trainId, flags) = (reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt(), reader.ReadByte());
        var (left, top) = (reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt());
        var (width, height) = (reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt());
        return new IndexedSegment(
            id, trainId, (flags & 1) != 0, (flags & 2) != 0, new PixelRectangle(left, top, left + width, top + height),
            reader.Read7BitEncodedInt());
    }
}
