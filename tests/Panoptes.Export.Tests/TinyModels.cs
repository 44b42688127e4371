using Panoptes.Models.Backbones.Dino;
using Panoptes.Models.Backbones.HighResolution;
using Panoptes.Models.Backbones.Mit;
using Panoptes.Models.Backbones.Mscan;
using Panoptes.Models.Backbones.Swin;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.Dilated;
using Panoptes.Models.Catalog.Families.DynamicKernels;
using Panoptes.Models.Catalog.Families.Espnet;
using Panoptes.Models.Catalog.Families.MaskedAttention;
using Panoptes.Models.Catalog.Families.PlainMasks;
using Panoptes.Models.Catalog.Families.TwoStage;
using Panoptes.Models.Heads;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;

namespace Panoptes.Export.Tests;

/// <summary>A network of every family, as thin as it goes, with random weights and statistics.</summary>
internal static class TinyModels
{
    public const int Classes = 5;

    private static readonly HrNetConfig HighResolution = new() { Width = 8, StemBlocks = 1, BlocksPerBranch = 1, Modules = [1, 1, 1] };

    private static readonly FcnHeadConfig Fcn = new()
    {
        ConcatLevels = true,
        NumConvs = 1,
        KernelSize = 1,
        ConcatInput = false,
        Channels = 120,
        NumClasses = Classes,
        Dropout = 0,
    };

    private static readonly DinoConfig Dino = new()
    {
        Width = 64,
        Depth = 4,
        Heads = 4,
        ImageSize = 112,
        LayerScale = 1,
        DropPath = 0,
        FeatureBlocks = [0, 1, 2, 3],
    };

    private static readonly MixTransformerConfig Mit =
        new() { Widths = [16, 32, 40, 64], Depths = [2, 1, 1, 1], Expansion = 2, DropPath = 0 };

    /// <summary>The networks that say a class for every pixel.</summary>
    public static IReadOnlyDictionary<string, Func<Segmenter>> Semantic { get; } = new Dictionary<string, Func<Segmenter>>
    {
        ["pspnet"] = () => Of("pspnet_r18", new DilatedOptions { HeadChannels = 32 }),
        ["deeplabv3plus"] = () => Of("deeplabv3plus_mobilenetv2", new DilatedOptions { HeadChannels = 32 }),
        ["fcn_hrnet"] = () => new EncoderDecoder(new HrNet(HighResolution), Fcn),
        ["ocrnet"] = () => new CascadeEncoderDecoder(new HrNet(HighResolution), Fcn, Fcn with { Channels = 64 }, 32),
        ["upernet_swin"] = () => new EncoderDecoder(
            new SwinTransformer(new SwinConfig { Width = 24, Depths = [2, 2, 2, 2], Heads = [1, 2, 4, 8], DropPath = 0 }),
            new UperHeadConfig { Channels = 32, NumClasses = Classes, Dropout = 0 }),
        ["dinov2_linear"] = () => new EncoderDecoder(
            new DinoTransformer(Dino), new LinearHeadConfig { NumClasses = Classes, Dropout = 0 }),
        ["dinov2_registers"] = () => new EncoderDecoder(
            new DinoTransformer(Dino.WithRegisters()), new LinearHeadConfig { ConcatLevels = true, NumClasses = Classes, Dropout = 0 }),
        ["segformer"] = () => new EncoderDecoder(
            new MixTransformer(Mit), new SegformerHeadConfig { Channels = 32, NumClasses = Classes, Dropout = 0 }),
        ["segformer_nvlabs"] = () => new EncoderDecoder(
            new MixTransformer(Mit with { Form = SegformerVariant.Nvlabs }),
            new NvlabsSegformerHeadConfig { Channels = 32, UnusedChannels = 8, NumClasses = Classes, Dropout = 0 }),
        ["segnext"] = () => new EncoderDecoder(
            new MscanBackbone(
                new MscanConfig { Widths = [16, 32, 40, 64], Depths = [2, 1, 1, 1], Expansions = [2, 2, 2, 2], DropPath = 0 }),
            new HamburgerHeadConfig { Channels = 64, HamChannels = 64, Rank = 8, NumClasses = Classes, Dropout = 0 }),
        ["espnetv2"] = () => Of("espnetv2_050", new EspNetOptions()),
    };

    /// <summary>The networks that make masks.</summary>
    public static IReadOnlyDictionary<string, Func<Segmenter>> Masks { get; } = new Dictionary<string, Func<Segmenter>>
    {
        ["mask2former"] = () => Of("mask2former_mobilenetv2", Mask2FormerOptions.Small with
        {
            Queries = 6,
            DecoderLayers = 4,
            EncoderLayers = 2,
            Width = 32,
            Heads = 4,
            FeedForward = 48,
            EncoderFeedForward = 40,
        }),
        ["eomt"] = () => Of("eomt_s", new EomtOptions
        {
            Width = 48,
            Heads = 3,
            Depth = 4,
            LateBlocks = 2,
            Queries = 6,
            ImageSize = [64, 96],
            LayerScale = 1,
        }),
        ["pmt"] = () => Of("pmt_s", new PmtOptions
        {
            Width = 48,
            Heads = 3,
            Depth = 4,
            Blocks = 2,
            Queries = 6,
            ImageSize = [64, 96],
            LayerScale = 1,
        }),
        ["panoptic_fcn"] = () => Of(
            "panoptic_fcn_r18", PanopticFcnOptions.Small with { Width = 32, EmbeddingWidth = 16, Things = [1, 3] }),
    };

    /// <summary>The networks that find objects in boxes.</summary>
    public static IReadOnlyDictionary<string, Func<Segmenter>> Detectors { get; } = new Dictionary<string, Func<Segmenter>>
    {
        ["mask_rcnn"] = () => Of("mask_rcnn_r18", InstanceDetectorOptions.Small with { Width = 32, Things = [1, 3, 4] }),
        ["panoptic_cascade_mask_rcnn"] = () => Of(
            "panoptic_cascade_mask_rcnn_r18", PanopticDetectorOptions.Small with { Width = 32, Things = [1, 3] }),
    };

    /// <summary>A network of either kind in evaluation, its statistics such that they count.</summary>
    public static Segmenter Create(string name)
    {
        Randomness.Seed(3);
        var model = (Semantic.GetValueOrDefault(name) ?? Masks.GetValueOrDefault(name) ?? Detectors[name])();
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        foreach (var (buffer, tensor) in model.NamedBuffers())
        {
            if (buffer.EndsWith("running_mean", StringComparison.Ordinal))
            {
                tensor.CopyInPlace(Ops.Randn(tensor.Shape) * 0.1);
            }
            else if (buffer.EndsWith("running_var", StringComparison.Ordinal))
            {
                tensor.CopyInPlace(Ops.Rand(tensor.Shape) + 0.5);
            }
        }

        model.Eval();
        return model;
    }

    private static Segmenter Of(string name, ModelOptions options) =>
        ModelCatalog.Create(new ModelConfig { Name = name, NumClasses = Classes, Options = options });
}
