using Panoptes.Imaging;
using Panoptes.Imaging.Masks;

namespace Panoptes.Formats.Coco;

/// <summary>One class of a panoptic data set.</summary>
/// <param name="Id">Its id in the files.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsThing">Whether its segments are countable things.</param>
public sealed record PanopticCategory(int Id, string Name, bool IsThing)
{
    /// <summary>The group it belongs to; null where the file names none.</summary>
    public string? Supercategory { get; init; }

    /// <summary>Its color; null where the file has none.</summary>
    public Rgb? Color { get; init; }
}

/// <summary>One segment as the annotation file lists it.</summary>
/// <param name="Id">Its id in the image's map; 0 stands for void and names no segment.</param>
/// <param name="Category">Index of its category in the list of categories.</param>
/// <param name="IsCrowd">Whether it is a group that need not be told apart (ground truth only).</param>
/// <param name="Area">Pixels: as the file says for the ground truth, as counted for predictions.</param>
public readonly record struct PanopticSegment(int Id, int Category, bool IsCrowd, long Area);

/// <summary>What a panoptic file says of one image.</summary>
/// <param name="ImageId">The image's id, as text.</param>
/// <param name="FileName">Name of its PNG in the folder beside.</param>
/// <param name="Segments">Its segments; an id listed twice stands once, the later entry in the earlier one's place.</param>
public sealed record PanopticAnnotation(string ImageId, string FileName, PanopticSegment[] Segments)
{
    /// <summary>Its place in the file's list.</summary>
    public int Index { get; init; }

    /// <summary>What only a check needs, by segment; null where it was not asked for.</summary>
    internal SegmentDetail[]? Details { get; init; }
}

/// <summary>What only a check of a segment needs.</summary>
/// <param name="Index">Its place in segments_info.</param>
/// <param name="Box">Its box, where it has one.</param>
internal readonly record struct SegmentDetail(int Index, MaskBox? Box);

/// <summary>An image that an annotation file lists.</summary>
/// <param name="Id">Its id, as text.</param>
/// <param name="FileName">Its file's name; empty where the file gives none.</param>
/// <param name="Height">Height in pixels; 0 where the file gives none.</param>
/// <param name="Width">Width in pixels; 0 where the file gives none.</param>
/// <param name="Index">Its place in the file's list.</param>
public sealed record PanopticImage(string Id, string FileName, int Height, int Width, int Index);
