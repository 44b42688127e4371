namespace Panoptes.Models.Backbones;

/// <summary>Which MobileNetV2.</summary>
public sealed record MobileNetV2Config
{
    /// <summary>Factor on every width, above 0.</summary>
    public double WidthMultiplier { get; init; } = 1;

    /// <summary>8, 16 or 32: stages beyond it are dilated instead of strided.</summary>
    public int OutputStride { get; init; } = 32;

    /// <summary>Classes of the classifier on top; null leaves it and the last 1x1 convolution out.</summary>
    public int? NumClasses { get; init; }
}
