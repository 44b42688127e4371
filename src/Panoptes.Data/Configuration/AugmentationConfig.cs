namespace Panoptes.Data;

/// <summary>
/// How a training sample is varied: resize, crop, flip, photometric distortion, normalisation, padding, in this order
/// (mmsegmentation's supervised pipeline). The first three are one geometry that moves every layer of the sample.
/// </summary>
public sealed record AugmentationConfig
{
    /// <summary>Smallest scale factor drawn, above 0.</summary>
    public double ResizeMin { get; init; } = 0.5;

    /// <summary>Largest scale factor drawn.</summary>
    public double ResizeMax { get; init; } = 2.0;

    /// <summary>
    /// The [height, width] that a factor of 1 stands for, kept in proportion; null for each image's own size. For data sets of mixed sizes.
    /// </summary>
    public IReadOnlyList<int>? BaseSize { get; init; }

    /// <summary>The [height, width] of the crop and so of the batch.</summary>
    public IReadOnlyList<int> Crop { get; init; } = [512, 1024];

    /// <summary>A crop is drawn again (up to 10 times) while one class covers at least this share of its labelled pixels, or fewer than 2 classes are in it; 1 turns this off.</summary>
    public double CatMaxRatio { get; init; } = 0.75;

    /// <summary>Probability of a horizontal flip.</summary>
    public double Flip { get; init; } = 0.5;

    /// <summary>Brightness, contrast, saturation and hue are varied.</summary>
    public bool Photometric { get; init; } = true;

    /// <summary>Channel means (R, G, B) of 0-255 values that are subtracted.</summary>
    public IReadOnlyList<double> Mean { get; init; } = [123.675, 116.28, 103.53];

    /// <summary>Channel deviations (R, G, B) of 0-255 values that are divided by.</summary>
    public IReadOnlyList<double> Std { get; init; } = [58.395, 57.12, 57.375];

    /// <summary>Checks every value.</summary>
    /// <exception cref="Foundation.InputException">A value is out of range; named with its key.</exception>
    public void Check()
    {
        Require(ResizeMin > 0 && double.IsFinite(ResizeMin), "resize_min", ResizeMin, "a number above 0");
        Require(ResizeMax >= ResizeMin && double.IsFinite(ResizeMax), "resize_max", ResizeMax, $"a number not below resize_min ({ResizeMin})");
        Require(Crop.Count == 2 && Crop.All(c => c is > 0 and <= 65536), "crop", $"[{string.Join(", ", Crop)}]", "[height, width], each 1 to 65536");
        Require(BaseSize is null || (BaseSize.Count == 2 && BaseSize.All(c => c is > 0 and <= 65536)), "base_size", $"[{string.Join(", ", BaseSize ?? [])}]", "[height, width], each 1 to 65536, or nothing");
        Require(CatMaxRatio is > 0 and <= 1, "cat_max_ratio", CatMaxRatio, "above 0, at most 1");
        Require(Flip is >= 0 and <= 1, "flip", Flip, "a probability, 0 to 1");
        Require(Mean.Count == 3, "mean", $"[{string.Join(", ", Mean)}]", "three numbers, R G B");
        Require(Std.Count == 3 && Std.All(s => s > 0), "std", $"[{string.Join(", ", Std)}]", "three numbers above 0, R G B");
    }

    private static void Require(bool holds, string key, object found, string expected)
    {
        if (!holds)
        {
            throw new Foundation.InputException($"augmentation.{key}", $"{found}", expected, "correct the setting");
        }
    }
}
