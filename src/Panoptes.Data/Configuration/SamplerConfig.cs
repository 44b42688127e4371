using Panoptes.Foundation;

namespace Panoptes.Data.Configuration;

/// <summary>
/// Which images are drawn and what their crops are laid round (de Geus and Dubbelman, "Intra-Batch Supervision for Panoptic Segmentation on
/// High-Resolution Images", 2023, section 4.2, and the code they released).
/// </summary>
public sealed record SamplerConfig
{
    /// <summary>Which images, and where their crops lie.</summary>
    public SamplerKind Kind { get; init; } = SamplerKind.Random;

    /// <summary>
    /// Of <c>class_pair</c>: sizes in pixels, one drawn for each pair, that its things are resized to: the root of the box's area.
    /// </summary>
    public IReadOnlyList<int> Sizes { get; init; } = [32, 64, 128, 256, 512];

    /// <summary>
    /// Of <c>class_pair</c>: the fewest pixels of the shorter side of an image that is resized for a thing; null for those of the crop.
    /// </summary>
    public int? ShortMin { get; init; }

    /// <summary>Of <c>class_pair</c>: the most pixels of that shorter side; null for six times the crop's.</summary>
    public int? ShortMax { get; init; }

    /// <summary>Of <c>class_pair</c>: the most pixels of the longer side, which counts before the others; null for no limit.</summary>
    public int? LongMax { get; init; }

    /// <summary>
    /// Of <c>repeat_factor</c>: a class that a share f of the images shows has the factor max(1, sqrt(threshold / f)), and an image is
    /// drawn as often as the largest factor of its classes. At 1 or more factors go with the root of the rarity alone.
    /// </summary>
    public double Threshold { get; init; } = 10;

    /// <summary>
    /// Whether images without a segment that counts are never drawn; null for where <c>repeat_factor</c> draws. Groups that were not told
    /// apart do not count, nor does stuff without <c>include_stuff</c>.
    /// </summary>
    public bool? SkipEmpty { get; init; }

    /// <summary>
    /// Of <c>class_pair</c>: classes of stuff are drawn too, each as often as one of things; their images are resized as always. Of
    /// <c>repeat_factor</c>: they have factors too.
    /// </summary>
    public bool IncludeStuff { get; init; } = true;

    /// <summary>Groups of objects that were not told apart are never drawn.</summary>
    public bool ExcludeCrowd { get; init; } = true;

    /// <summary>Of <c>class_pair</c>: a second image that is the first is drawn again, up to 10 times.</summary>
    public bool RejectSameImage { get; init; } = true;

    /// <summary>Which point of the segment the crop must show.</summary>
    public CropAnchor Anchor { get; init; } = CropAnchor.Center;

    /// <summary>The fewest pixels of a segment that is drawn, at least 1.</summary>
    public int MinPixels { get; init; } = 1;

    /// <summary>Whether images without a segment that counts are left out.</summary>
    internal bool SkipsEmpty => SkipEmpty ?? Kind == SamplerKind.RepeatFactor;

    /// <summary>Checks every value.</summary>
    /// <param name="name">What messages call it: <c>data.sampler</c>.</param>
    /// <exception cref="InputException">A value is out of range; names it with its key.</exception>
    public void Validate(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Require.That(
            Sizes.Count > 0 && Sizes.All(size => size is > 0 and <= 65536), $"{name}.sizes", $"[{string.Join(", ", Sizes)}]",
            "one or more sizes of 1 to 65536 pixels");
        Require.Within($"{name}.short_min", ShortMin ?? 1, 1, 65536);
        Require.Within($"{name}.short_max", ShortMax ?? 65536, 1, 65536);
        Require.Within($"{name}.long_max", LongMax ?? 65536, 1, 65536);
        Require.That(
            ShortMin is not { } least || ShortMax is not { } most || least <= most, $"{name}.short_max", ShortMax,
            $"at least short_min ({ShortMin})");
        Require.Positive($"{name}.threshold", Threshold);
        Require.AtLeast($"{name}.min_pixels", MinPixels, 1);
    }
}
