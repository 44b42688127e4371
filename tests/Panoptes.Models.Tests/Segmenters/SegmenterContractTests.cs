using Panoptes.Models.Backbones.Dino;
using Panoptes.Models.Backbones.Espnet;
using Panoptes.Models.Backbones.HighResolution;
using Panoptes.Models.Backbones.Mit;
using Panoptes.Models.Backbones.Mscan;
using Panoptes.Models.Backbones.Swin;
using Panoptes.Models.Catalog;
using Panoptes.Models.Heads;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Tests.Catalog;

namespace Panoptes.Models.Tests.Segmenters;

public sealed class PspNetTests : SegmenterContract
{
    protected override int OverfitSteps => 90;

    protected override double CheckpointedShare => 0.7;

    protected override Segmenter Small(int classes, double dropPath) => ModelCatalog.Create(ThinModels.Of("pspnet_r18", 32, classes));
}

public sealed class DeepLabTests : SegmenterContract
{
    protected override int OverfitSteps => 150;

    protected override double CheckpointedShare => 0.7;

    protected override Segmenter Small(int classes, double dropPath) =>
        ModelCatalog.Create(ThinModels.Of("deeplabv3plus_mobilenetv2", 32, classes));
}

public sealed class HrNetTests : SegmenterContract
{
    protected override double CheckpointedShare => 0.7;

    internal static HrNetConfig Network => new() { Width = 8, StemBlocks = 1, BlocksPerBranch = 1, Modules = [1, 1, 1] };

    internal static FcnHeadConfig Head(int classes) => new()
    {
        ConcatLevels = true,
        NumConvs = 1,
        KernelSize = 1,
        ConcatInput = false,
        Channels = 120,
        NumClasses = classes,
        Dropout = 0,
    };

    protected override Segmenter Small(int classes, double dropPath) => new EncoderDecoder(new HrNet(Network), Head(classes));
}

public sealed class OcrNetTests : SegmenterContract
{
    protected override double CheckpointedShare => 0.7;

    protected override Segmenter Small(int classes, double dropPath)
    {
        var coarse = HrNetTests.Head(classes);
        return new CascadeEncoderDecoder(new HrNet(HrNetTests.Network), coarse, coarse with { Channels = 64 }, 32);
    }
}

public sealed class UperSwinTests : SegmenterContract
{
    // Transformers start slowly.
    protected override int OverfitSteps => 60;

    protected override double CheckpointedShare => 0.5;

    protected override Segmenter Small(int classes, double dropPath) => new EncoderDecoder(
        new SwinTransformer(new SwinConfig { Width = 24, Depths = [2, 2, 2, 2], Heads = [1, 2, 4, 8], DropPath = dropPath }),
        new UperHeadConfig { Channels = 32, NumClasses = classes, Dropout = 0 },
        new FcnHeadConfig { InputLevel = 2, NumConvs = 1, ConcatInput = false, Channels = 32, NumClasses = classes, Dropout = 0 });
}

public class DinoLinearTests : SegmenterContract
{
    // Patches of 14x14 pixels get one guess at each place: what is finer cannot be drawn.
    protected override double OverfitAccuracy => 0.75;

    protected override double CheckpointedShare => 0.3;

    internal static DinoConfig Network(double dropPath) => new()
    {
        Width = 64,
        Depth = 4,
        Heads = 4,
        ImageSize = 112,
        LayerScale = 1,
        DropPath = dropPath,
        FeatureBlocks = [0, 1, 2, 3],
    };

    protected override Segmenter Small(int classes, double dropPath) =>
        new EncoderDecoder(new DinoTransformer(Network(dropPath)), new LinearHeadConfig { NumClasses = classes, Dropout = 0 });
}

public sealed class DinoMultiScaleTests : DinoLinearTests
{
    protected override Segmenter Small(int classes, double dropPath) => new EncoderDecoder(
        new DinoTransformer(Network(dropPath).WithRegisters()),
        new LinearHeadConfig { ConcatLevels = true, NumClasses = classes, Dropout = 0 });
}

public sealed class SegformerTests : SegmenterContract
{
    protected override int OverfitSteps => 100;

    protected override double CheckpointedShare => 0.6;

    internal static MixTransformerConfig Network(double dropPath) =>
        new() { Widths = [16, 32, 40, 64], Depths = [2, 1, 1, 1], Expansion = 2, DropPath = dropPath };

    protected override Segmenter Small(int classes, double dropPath) =>
        new EncoderDecoder(
            new MixTransformer(Network(dropPath)), new SegformerHeadConfig { Channels = 32, NumClasses = classes, Dropout = 0 });
}

public sealed class NvlabsSegformerTests : SegmenterContract
{
    protected override int OverfitSteps => 100;

    protected override double CheckpointedShare => 0.6;

    protected override Segmenter Small(int classes, double dropPath) => new EncoderDecoder(
        new MixTransformer(SegformerTests.Network(dropPath) with { Form = SegformerVariant.Nvlabs }),
        new NvlabsSegformerHeadConfig { Channels = 32, UnusedChannels = 8, NumClasses = classes, Dropout = 0 });
}

public sealed class SegnextTests : SegmenterContract
{
    protected override int OverfitSteps => 100;

    protected override double CheckpointedShare => 0.6;

    protected override Segmenter Small(int classes, double dropPath) => new EncoderDecoder(
        new MscanBackbone(
            new MscanConfig { Widths = [16, 32, 40, 64], Depths = [2, 1, 1, 1], Expansions = [2, 2, 2, 2], DropPath = dropPath }),
        new HamburgerHeadConfig { Channels = 64, HamChannels = 64, Rank = 8, NumClasses = classes, Dropout = 0 });
}

public sealed class EspNetTests : SegmenterContract
{
    protected override int OverfitSteps => 150;

    protected override double CheckpointedShare => 0.9;

    protected override Segmenter Small(int classes, double dropPath) => new EncoderDecoder(
        new EspNetV2(new EspNetV2Config { Widths = [16, 32, 64, 128], Depths = [1, 3] }),
        new EspNetV2HeadConfig { Channels = 16, NumClasses = classes, Dropout = 0, AlignCorners = true });
}
