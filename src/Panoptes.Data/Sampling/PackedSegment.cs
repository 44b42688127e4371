using Panoptes.Imaging.Geometries;

namespace Panoptes.Data.Sampling;

/// <summary>A segment in 32 bytes: images have at most 32768 pixels a side.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Area">Its pixels.</param>
/// <param name="TrainId">Its class.</param>
/// <param name="Left">First column of its box.</param>
/// <param name="Top">First row.</param>
/// <param name="Right">Column behind the last one.</param>
/// <param name="Bottom">Row behind the last one.</param>
/// <param name="Flags">1 for a thing, 2 for a crowd.</param>
internal readonly record struct PackedSegment(
    long Id, int Area, ushort TrainId, ushort Left, ushort Top, ushort Right, ushort Bottom, byte Flags)
{
    /// <summary>Whether it is a countable object.</summary>
    public bool IsThing => (Flags & 1) != 0;

    /// <summary>Whether it is a group that was not told apart.</summary>
    public bool IsCrowd => (Flags & 2) != 0;

    /// <summary>Packs a segment.</summary>
    public static PackedSegment Of(IndexedSegment segment) => new(
        segment.Id, segment.Area, (ushort)segment.TrainId, (ushort)segment.Box.Left, (ushort)segment.Box.Top, (ushort)segment.Box.Right,
        (ushort)segment.Box.Bottom, (byte)((segment.IsThing ? 1 : 0) | (segment.IsCrowd ? 2 : 0)));

    /// <summary>The segment.</summary>
    public IndexedSegment Unpack() => new(Id, TrainId, IsThing, IsCrowd, new PixelRectangle(Left, Top, Right, Bottom), Area);
}
