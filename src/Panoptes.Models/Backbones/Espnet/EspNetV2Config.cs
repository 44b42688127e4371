using Panoptes.Foundation;

namespace Panoptes.Models.Backbones.Espnet;

/// <summary>Which ESPNetv2.</summary>
public sealed record EspNetV2Config
{
    // model/classification/espnetv2_config.py, sc_ch_dict.
    private static readonly Dictionary<int, IReadOnlyList<long>> PublishedWidths = new()
    {
        [50] = [16, 32, 64, 128],
        [100] = [32, 64, 128, 256],
        [125] = [32, 80, 160, 320],
        [150] = [32, 96, 192, 384],
        [200] = [32, 128, 256, 512],
    };

    /// <summary>The published scales in hundredths, smallest first.</summary>
    public static IReadOnlyList<int> Scales { get; } = [.. PublishedWidths.Keys];

    /// <summary>Channels at strides 2, 4, 8 and 16.</summary>
    public IReadOnlyList<long> Widths { get; init; } = PublishedWidths[100];

    /// <summary>Blocks behind the halving to strides 8 and 16.</summary>
    public IReadOnlyList<int> Depths { get; init; } = [3, 7];

    /// <summary>A published network.</summary>
    /// <param name="scale">One of <see cref="Scales"/>.</param>
    /// <exception cref="InputException">There is none of this scale.</exception>
    public static EspNetV2Config Of(int scale) => PublishedWidths.TryGetValue(scale, out var widths)
        ? new EspNetV2Config { Widths = widths }
        : throw new InputException("ESPNetv2", $"scale {scale}", $"one of {string.Join(", ", Scales)}", "choose one of these");
}
