namespace Panoptes.Models.Catalog.Families.Dilated;

/// <summary>DeepLabV3+, PSPNet and FCN. What is null takes the named model's own default.</summary>
public sealed record DilatedOptions : SemanticOptions
{
    /// <summary>Image pixels per pixel of the last feature map: 8, 16 or 32. Default 8 for ResNets, 16 for MobileNetV2.</summary>
    public int? OutputStride { get; init; }

    /// <summary>Working width of the decode head. Default 512; 128 on ResNet-18, ResNet-34 and MobileNetV2.</summary>
    public int? HeadChannels { get; init; }

    /// <summary>Dilations of DeepLabV3+'s branches. Default 1, 12, 24, 36 at output stride 8, half of that above.</summary>
    public IReadOnlyList<int>? Dilations { get; init; }

    /// <summary>
    /// Width of DeepLabV3+'s branch from the finest feature map. Default 48; 12 on ResNet-18 and ResNet-34, 24 on MobileNetV2.
    /// </summary>
    public int? LowLevelChannels { get; init; }

    /// <summary>
    /// Whether an auxiliary head on the last but one feature map helps training. Default true for ResNets, false for MobileNetV2.
    /// </summary>
    public bool? Auxiliary { get; init; }

    /// <summary>Factor on MobileNetV2's widths, above 0. Default 1.</summary>
    public double? WidthMultiplier { get; init; }

    /// <inheritdoc/>
    public override IModelFamily Family => DilatedFamily.Instance;

    /// <inheritdoc/>
    public override void Check(string name)
    {
        base.Check(name);
        var (isDeepLab, isMobile) = (DilatedFamily.IsDeepLab(name), DilatedFamily.IsMobile(name));
        var taken = $"output_stride, head_channels, "
            + $"auxiliary{(isDeepLab ? ", dilations, low_level_channels" : "")}{(isMobile ? ", width_multiplier" : "")}";
        RequireTaken(isDeepLab, "dilations", Dilations, name, taken);
        RequireTaken(isDeepLab, "low_level_channels", LowLevelChannels, name, taken);
        RequireTaken(isMobile, "width_multiplier", WidthMultiplier, name, taken);
        Require(OutputStride is null or 8 or 16 or 32, "output_stride", OutputStride, "8, 16 or 32");
        RequireWidth(HeadChannels);
        Require(
            Dilations is null || (Dilations.Count > 0 && Dilations.All(dilation => dilation >= 1)),
            "dilations", Dilations, "a list of numbers of at least 1");
        Require(LowLevelChannels is null or >= 0, "low_level_channels", LowLevelChannels, "at least 0");
        Require(WidthMultiplier is null or > 0, "width_multiplier", WidthMultiplier, "above 0");
    }
}
