namespace Panoptes.Imaging.Resampling;

/// <summary>Per-channel (x - mean) / std in levels of 0 to 255, channels in the order R, G, B.</summary>
/// <param name="Mean">Mean of each channel.</param>
/// <param name="Std">Standard deviation of each channel, above 0.</param>
public sealed record Normalization(IReadOnlyList<float> Mean, IReadOnlyList<float> Std)
{
    /// <summary>The statistics of ImageNet that published weights were trained with.</summary>
    public static Normalization ImageNet { get; } = new([123.675f, 116.28f, 103.53f], [58.395f, 57.12f, 57.375f]);

    /// <summary>Mean of each channel.</summary>
    public IReadOnlyList<float> Mean { get; } =
        Mean.Count == 3 ? Mean : throw new ArgumentException($"{Mean.Count} means given for 3 channels", nameof(Mean));

    /// <summary>Standard deviation of each channel.</summary>
    public IReadOnlyList<float> Std { get; } = Std.Count == 3 && Std.All(std => std > 0)
        ? Std
        : throw new ArgumentException("3 standard deviations above 0 are needed", nameof(Std));
}
