using Panoptes.Data.LabelContracts;

namespace Panoptes.Data.PseudoLabels;

/// <summary>What is said of a folder of labels; what is left out is taken from its files.</summary>
public sealed record DeclarationOptions
{
    /// <summary>Label pixels a native pixel; null for what sizes of images and labels say.</summary>
    public double? Scale { get; init; }

    /// <summary>K; null for one more than the largest id.</summary>
    public int? Clusters { get; init; }

    /// <summary>The things, in order.</summary>
    public IReadOnlyList<int> Things { get; init; } = [];

    /// <summary>The stuff, in order; null for all other clusters by ascending id.</summary>
    public IReadOnlyList<int>? Stuff { get; init; }

    /// <summary>The id of void; null for 255, or 65535 where maps have 16 bits and larger ids than 255.</summary>
    public int? VoidId { get; init; }

    /// <summary>The size of all images; null for that of the images given, or for what the scale says.</summary>
    public LabelSize? Native { get; init; }

    /// <summary>The part of the image that labels cover; null for all of it.</summary>
    public LabelCrop? Crop { get; init; }

    /// <summary>What made the labels.</summary>
    public string Producer { get; init; } = "declared";

    /// <summary>The root of the images; null where they are not looked at.</summary>
    public string? Images { get; init; }
}
