using System.Globalization;
using Panoptes.Formats.Files;
using Panoptes.Imaging;
using Panoptes.Imaging.Masks;

namespace Panoptes.Formats.Coco;

/// <summary>A category of an instance data set.</summary>
/// <param name="Id">Its id in the files; its place among the ids, from 1, where they are text.</param>
/// <param name="Name">Its name.</param>
public sealed record InstanceCategory(long Id, string Name)
{
    /// <summary>Its id as it reads in the files, where ids are text there.</summary>
    public string? Text { get; init; }

    /// <summary>Its id as it reads in the files.</summary>
    public string Key => Text ?? Id.ToString(CultureInfo.InvariantCulture);

    /// <summary>The group it belongs to; null where the file names none.</summary>
    public string? Supercategory { get; init; }

    /// <summary>Its color; null where the file has none.</summary>
    public Rgb? Color { get; init; }
}

/// <summary>An image of an instance data set.</summary>
/// <param name="Id">Its id in the files; its place among the ids, from 1, where they are text.</param>
/// <param name="FileName">Its file name; empty where the file gives none.</param>
/// <param name="Height">Height in pixels; 0 where the file gives none.</param>
/// <param name="Width">Width in pixels; 0 where the file gives none.</param>
public sealed record InstanceImage(long Id, string FileName, int Height, int Width)
{
    /// <summary>Its id as it reads in the files, where ids are text there.</summary>
    public string? Text { get; init; }

    /// <summary>Its id as it reads in the files.</summary>
    public string Key => Text ?? Id.ToString(CultureInfo.InvariantCulture);

    /// <summary>Its place in the file's list.</summary>
    public int Index { get; init; }
}

/// <summary>A ground-truth object or a detection.</summary>
public sealed class InstanceObject
{
    /// <summary>The annotation's id; of a detection its place in the results file, from 1.</summary>
    public required long Id { get; init; }

    /// <summary>The image's id.</summary>
    public required long Image { get; init; }

    /// <summary>The category's id.</summary>
    public required long Category { get; init; }

    /// <summary>A detection's confidence; 0 for ground truth.</summary>
    public double Score { get; init; }

    /// <summary>Whether ground truth stands for a group.</summary>
    public bool IsCrowd { get; init; }

    /// <summary>Whether ground truth carries an "ignore" flag, which pycocotools overwrites by <see cref="IsCrowd"/>.</summary>
    public bool IsIgnored { get; init; }

    /// <summary>Its place in the file's list.</summary>
    public int Index { get; init; }

    /// <summary>
    /// The area that decides on size ranges: of ground truth as its file says, of a detection by pycocotools' rule; NaN for labels without
    /// one.
    /// </summary>
    public double Area { get; init; }

    /// <summary>Its box.</summary>
    public MaskBox Box { get; init; }

    /// <summary>Whether it has a box.</summary>
    public bool HasBox => Box != default;

    /// <summary>Its mask where the set holds it; <see cref="InstanceMasks"/> reads those that stay in the file.</summary>
    public RunLengthMask? Mask { get; init; }

    /// <summary>What its mask covers, where that was found while its file was read.</summary>
    internal MaskExtent? Extent { get; init; }

    /// <summary>Where its mask lies in the file.</summary>
    internal MaskPlace Place { get; init; }
}

/// <summary>What a COCO instance file holds, or detections of it.</summary>
/// <param name="Source">The file, for messages.</param>
/// <param name="Sha256">SHA-256 of the file in hexadecimal; empty where there is none.</param>
/// <param name="Images">Images, by ascending id.</param>
/// <param name="Categories">Categories, by ascending id.</param>
/// <param name="Objects">Objects in the file's order.</param>
public sealed record InstanceSet(
    string Source, string Sha256, IReadOnlyList<InstanceImage> Images, IReadOnlyList<InstanceCategory> Categories,
    IReadOnlyList<InstanceObject> Objects)
{
    /// <summary>The file that masks are read from when they are needed; null where the objects hold them.</summary>
    internal FileStamp? File { get; init; }

    /// <summary>Whether every object read from the file has a mask there, or its box's.</summary>
    internal bool HasMasks { get; init; }

    /// <summary>Whether the masks were read without an error already.</summary>
    internal bool IsChecked { get; init; } = true;
}
