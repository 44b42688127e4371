using Panoptes.Foundation;
using Panoptes.Models.Backbones.HighResolution;
using Panoptes.Models.Backbones.Mit;
using Panoptes.Models.Weights;

namespace Panoptes.Models.Catalog;

/// <summary>Which model, how large, and from which weights it starts. What is null takes the named model's own default.</summary>
public sealed record ModelConfig
{
    /// <summary>Which model: one of <see cref="ModelCatalog.Names"/>.</summary>
    public string Name { get; init; } = "deeplabv3plus_mobilenetv2";

    /// <summary>Classes told apart, void not counted; set from the data set where null.</summary>
    public int? NumClasses { get; init; }

    /// <summary>Image pixels per pixel of the last feature map: 8, 16 or 32. Default 8 for ResNets, 16 for MobileNetV2.</summary>
    public int? OutputStride { get; init; }

    /// <summary>Working width of the decode head. Default 512; 128 on ResNet-18, ResNet-34 and MobileNetV2; 256 of SegFormer, 768 of B2 and larger in NVlabs' form; 256, 512 and 1024 of SegNeXt-T and S, B and L.</summary>
    public int? HeadChannels { get; init; }

    /// <summary>Dilations of DeepLabV3+'s branches. Default 1, 12, 24, 36 at output stride 8, half of that above.</summary>
    public IReadOnlyList<int>? Dilations { get; init; }

    /// <summary>Width of DeepLabV3+'s branch from the finest feature map. Default 48; 12 on ResNet-18 and ResNet-34, 24 on MobileNetV2.</summary>
    public int? LowLevelChannels { get; init; }

    /// <summary>Whether an auxiliary head on the last but one feature map helps training. Default true for ResNets and Swin, false for MobileNetV2.</summary>
    public bool? Auxiliary { get; init; }

    /// <summary>Factor on MobileNetV2's widths, above 0.</summary>
    public double WidthMultiplier { get; init; } = 1;

    /// <summary>Share of channels dropped before each classifier in training, 0 to below 1. Default 0.1; 0 on HRNet and DINOv2.</summary>
    public double? Dropout { get; init; }

    /// <summary>Share of samples that the last residual branch of a transformer or MSCAN skips in training, 0 to below 1; earlier branches skip linearly less. Default 0.1 for SegFormer and SegNeXt, 0.3 for SegNeXt-L and Swin, 0 for DINOv2.</summary>
    public double? DropPath { get; init; }

    /// <summary>Whose SegFormer: mmsegmentation's or NVlabs', which differ in names, decode head and epsilons. Default mmseg.</summary>
    public SegformerVariant? SegformerVariant { get; init; }

    /// <summary>Whose HRNet: mmsegmentation's or its authors', which enlarge coarse maps otherwise and so compute otherwise from the same tensors. Default mmseg.</summary>
    public HrNetVariant? HrnetVariant { get; init; }

    /// <summary>Bases of SegNeXt's matrix factorization. Default 16 for T and S, 64 for B and L, as the authors trained them on Cityscapes; mmsegmentation has 16 everywhere.</summary>
    public int? NmfRank { get; init; }

    /// <summary>Seed of the bases that SegNeXt's factorization starts from in evaluation, the same for every image. Default 0.</summary>
    public long? NmfSeed { get; init; }

    /// <summary>Whether the backbone's blocks are computed again in the backward pass instead of kept: less memory, about a third more time, the same gradients.</summary>
    public bool ActivationCheckpointing { get; init; }

    /// <summary>Whether only the heads learn: the backbone keeps its weights and statistics, as DINOv2's features are judged. Needs weights.</summary>
    public bool FrozenBackbone { get; init; }

    /// <summary>Whether heads align corner pixels when they resize, as some published 769x769 models do; and HRNet itself in its authors' form. Default false; true for OCRNet in the authors' form, as they trained it.</summary>
    public bool? AlignCorners { get; init; }

    /// <summary>Weight file to start from (of the whole model or of its backbone), or null for random weights.</summary>
    public string? Weights { get; init; }

    /// <summary>Which dictionary of the weight file, such as "teacher", or what the wanted names begin with; null finds it, and loading says which was taken.</summary>
    public string? WeightsPart { get; init; }

    /// <summary>What to take from the weight file: all that fits, or the backbone alone.</summary>
    public WeightScope WeightsScope { get; init; } = WeightScope.All;

    /// <summary>Least share of the model's (or its backbone's) tensors that the weight file must fill, 0 to 1.</summary>
    public double MinimumCoverage { get; init; } = 0.9;

    /// <summary>Classes told apart: Cityscapes' 19 where nothing is said.</summary>
    internal int Classes => NumClasses ?? 19;

    /// <summary>Checks the values against each other.</summary>
    /// <exception cref="InputException">A value is out of range; names the key.</exception>
    public void Validate()
    {
        Require(ModelCatalog.Names.Contains(Name), "name", $"'{Name}'", $"one of {string.Join(", ", ModelCatalog.Names)}", Suggestion());
        Require(NumClasses is null or (>= 1 and <= 65535), "num_classes", $"{NumClasses}", "1 to 65535");
        Require(OutputStride is null or 8 or 16 or 32, "output_stride", $"{OutputStride}", "8, 16 or 32");
        Require(HeadChannels is null or >= 1, "head_channels", $"{HeadChannels}", "at least 1");
        Require(Dilations is null || (Dilations.Count > 0 && Dilations.All(d => d >= 1)), "dilations", $"[{string.Join(", ", Dilations ?? [])}]", "a list of numbers of at least 1");
        Require(LowLevelChannels is null or >= 0, "low_level_channels", $"{LowLevelChannels}", "at least 0");
        Require(WidthMultiplier > 0, "width_multiplier", $"{WidthMultiplier}", "above 0");
        Require(DropPath is null or (>= 0 and < 1), "drop_path", $"{DropPath}", "0 to below 1");
        Require(NmfRank is null or (>= 1 and <= 4096), "nmf_rank", $"{NmfRank}", "1 to 4096");
        Require(Dropout is null or (>= 0 and < 1), "dropout", $"{Dropout}", "0 to below 1");
        Require(MinimumCoverage is >= 0 and <= 1, "minimum_coverage", $"{MinimumCoverage}", "0 to 1");
        Require(!FrozenBackbone || Weights is not null, "frozen_backbone", "true without model.weights", "a weight file to keep", "set model.weights, or let the backbone learn");
        ModelOptions.Check(this, ModelCatalog.Options(Name));
    }

    private static void Require(bool holds, string key, string found, string expected, string? advice = null)
    {
        if (!holds)
        {
            throw new InputException($"model.{key}", found, expected, advice ?? "change it");
        }
    }

    private string Suggestion() => NearestName.Of(Name, ModelCatalog.Names) is string nearest ? $"did you mean {nearest}?" : "choose one of these";
}
