using Panoptes.Foundation;

namespace Panoptes.Data.Configuration;

/// <summary>
/// How a training sample is varied: resize, crop, flip, photometric distortion, normalization, padding, in this order
/// (mmsegmentation's supervised pipeline). The first three are one geometry that moves every layer of the sample.
/// </summary>
public sealed record AugmentationConfig
{
    /// <summary>
    /// How the size is drawn: <c>factor</c>, <c>short_side</c>, <c>short_side_range</c>, <c>jitter</c>, <c>fit</c> or <c>area</c>.
    /// </summary>
    public ResizeKind Resize { get; init; } = ResizeKind.Factor;

    /// <summary>Smallest scale factor drawn, above 0; of <c>factor</c>, <c>jitter</c>, <c>fit</c> and <c>area</c>.</summary>
    public double ResizeMin { get; init; } = 0.5;

    /// <summary>Largest scale factor drawn.</summary>
    public double ResizeMax { get; init; } = 2.0;

    /// <summary>
    /// The [height, width] that a factor of 1 stands for, kept in proportion; null for each image's own size. For data sets of mixed sizes.
    /// </summary>
    public IReadOnlyList<int>? BaseSize { get; init; }

    /// <summary>Lengths of the shorter side in pixels, of <c>short_side</c> and <c>short_side_range</c>.</summary>
    public IReadOnlyList<int> ShortSides { get; init; } = [];

    /// <summary>The most pixels of the longer side, of <c>short_side</c> and <c>short_side_range</c>; null for no limit.</summary>
    public int? LongSideMax { get; init; }

    /// <summary>The [height, width] of the crop and so of the batch; empty for whole images, padded to the largest of each batch.</summary>
    public IReadOnlyList<int> Crop { get; init; } = [512, 1024];

    /// <summary>
    /// Whether one draw places a crop on both axes, so that crops lie along the diagonal, as detectron2's FixedSizeCrop does; null for what
    /// the source of <c>resize</c> does: only <c>jitter</c> has one draw.
    /// </summary>
    public bool? CropCorrelated { get; init; }

    /// <summary>Whole images are padded to a multiple of this many pixels.</summary>
    public int PadMultiple { get; init; } = 1;

    /// <summary>The color (R, G, B) of 0-255 values that fills a crop larger than its image; null for the mean color.</summary>
    public IReadOnlyList<int>? PadColor { get; init; }

    /// <summary>
    /// A crop is drawn again (up to 10 times) while one class covers at least this share of its labeled pixels, or fewer than 2 classes are
    /// in it; 1 turns this off.
    /// </summary>
    public double CatMaxRatio { get; init; } = 0.75;

    /// <summary>
    /// The fewest pixels that a crop must leave of a segment for it to be a target of panoptic training, at least 1; of the code released
    /// with intra-batch supervision, Panoptic FCN's keeps segments of 1 and Mask2Former's those of 2.
    /// </summary>
    public int MinSegmentPixels { get; init; } = 2;

    /// <summary>Probability of a horizontal flip.</summary>
    public double Flip { get; init; } = 0.5;

    /// <summary>Brightness, contrast, saturation and hue are varied.</summary>
    public bool Photometric { get; init; } = true;

    /// <summary>How far they are varied.</summary>
    public ColorJitterConfig ColorJitter { get; init; } = new();

    /// <summary>Every batch has a size of its own, to which its crops are resized; null for that of the crop.</summary>
    public ResolutionJitterConfig? ResolutionJitter { get; init; }

    /// <summary>Objects of a batch are pasted into its images, behind all that is done to single images; null for none.</summary>
    public CopyPasteConfig? CopyPaste { get; init; }

    /// <summary>Images are blurred, their colors varied, and made gray, behind everything else; null for none of it.</summary>
    public StrongConfig? Strong { get; init; }

    /// <summary>Channel means (R, G, B) of 0-255 values that are subtracted.</summary>
    public IReadOnlyList<double> Mean { get; init; } = [123.675, 116.28, 103.53];

    /// <summary>Channel deviations (R, G, B) of 0-255 values that are divided by.</summary>
    public IReadOnlyList<double> Std { get; init; } = [58.395, 57.12, 57.375];

    /// <summary>Checks every value.</summary>
    /// <exception cref="InputException">A value is out of range; named with its key.</exception>
    public void Check()
    {
        Require.That(ResizeMin > 0 && double.IsFinite(ResizeMin), "augmentation.resize_min", ResizeMin, "a number above 0");
        Require.That(
            ResizeMax >= ResizeMin && double.IsFinite(ResizeMax), "augmentation.resize_max", ResizeMax,
            $"a number not below resize_min ({ResizeMin})");
        Require.That(
            Crop.Count is 0 or 2 && Crop.All(IsLength), "augmentation.crop", Text(Crop),
            "[height, width], each 1 to 65536, or [] for whole images");
        Require.That(
            BaseSize is null || (BaseSize.Count == 2 && BaseSize.All(IsLength)),
            "augmentation.base_size", Text(BaseSize), "[height, width], each 1 to 65536, or nothing");
        Require.Within("augmentation.pad_multiple", PadMultiple, 1, 4096);
        Require.That(
            PadColor is null || (PadColor.Count == 3 && PadColor.All(c => c is >= 0 and <= 255)),
            "augmentation.pad_color", Text(PadColor), "three whole numbers of 0 to 255, R G B, or nothing");
        Require.That(CatMaxRatio is > 0 and <= 1, "augmentation.cat_max_ratio", CatMaxRatio, "above 0, at most 1");
        Require.AtLeast("augmentation.min_segment_pixels", MinSegmentPixels, 1);
        Require.Within("augmentation.flip", Flip, 0, 1);
        Require.That(Mean.Count == 3, "augmentation.mean", $"[{string.Join(", ", Mean)}]", "three numbers, R G B");
        Require.That(
            Std.Count == 3 && Std.All(s => s > 0), "augmentation.std", $"[{string.Join(", ", Std)}]", "three numbers above 0, R G B");
        Require.That(
            CropCorrelated != true || Crop.Count == 2, "augmentation.crop_correlated", "true", "nothing, as augmentation.crop is []");
        CheckResize();
        ColorJitter.Check("augmentation.color_jitter");
        ResolutionJitter?.Check("augmentation.resolution_jitter");
        Require.That(
            ResolutionJitter is null || Crop.Count == 2, "augmentation.crop", "[]",
            "[height, width], as augmentation.resolution_jitter resizes crops");
        CopyPaste?.Check("augmentation.copy_paste");
        Strong?.Check("augmentation.strong");
    }

    private static bool IsLength(int length) => length is > 0 and <= 65536;

    private static string Text(IReadOnlyList<int>? list) => $"[{string.Join(", ", list ?? [])}]";

    private void CheckResize()
    {
        var isShortSide = Resize is ResizeKind.ShortSide or ResizeKind.ShortSideRange;
        Require.That(
            isShortSide ? ShortSides.Count > 0 && ShortSides.All(IsLength) : ShortSides.Count == 0,
            "augmentation.short_sides",
            Text(ShortSides),
            isShortSide ? "lengths of 1 to 65536 pixels" : "nothing, as augmentation.resize draws factors");
        Require.That(
            Resize != ResizeKind.ShortSideRange || (ShortSides.Count == 2 && ShortSides[0] <= ShortSides[1]),
            "augmentation.short_sides", Text(ShortSides), "[least, most] for short_side_range");
        Require.That(
            LongSideMax is null || (isShortSide && LongSideMax is > 0 and <= 65536),
            "augmentation.long_side_max", LongSideMax ?? 0,
            isShortSide ? "1 to 65536, or nothing" : "nothing, as augmentation.resize draws factors");
        Require.That(
            BaseSize is null || Resize == ResizeKind.Factor, "augmentation.base_size", Text(BaseSize),
            "nothing, unless augmentation.resize is factor");
        Require.That(
            Crop.Count == 2 || Resize is not (ResizeKind.Jitter or ResizeKind.Fit or ResizeKind.Area), "augmentation.crop", "[]",
            "[height, width], which images are fitted to");
        Require.That(
            Resize != ResizeKind.Area || ResizeMax <= 1, "augmentation.resize_max", ResizeMax,
            "at most 1, as augmentation.resize=area draws shares of the image's area");
        Require.That(
            Crop.Count == 0 || PadMultiple == 1, "augmentation.pad_multiple", PadMultiple, "1 with a crop, which has its size already");
    }
}
