using Panoptes.Data.Classes;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.DynamicKernels;
using Panoptes.Models.Catalog.Families.MaskedAttention;
using Panoptes.Models.Catalog.Families.PlainMasks;
using Panoptes.Models.Catalog.Families.TwoStage;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Models.Segmenters;
using Panoptes.Training.Configuration;
using Panoptes.Training.Matching;
using Panoptes.Training.Schedules;
using Panoptes.Training.Supervision;
using Panoptes.Training.Supervision.Detection;
using Panoptes.Training.Supervision.Kernels;

namespace Panoptes.Training.Tests.Masks;

public sealed class Mask2FormerContractTests : MaskNetworkContract
{
    protected override int OverfitSteps => 120;

    protected override Segmenter Small(int classes) => ModelCatalog.Create(new ModelConfig
    {
        Name = "mask2former_r18",
        NumClasses = classes,
        Options = Mask2FormerOptions.Small with
        {
            Queries = 24,
            DecoderLayers = 2,
            EncoderLayers = 1,
            Width = 64,
            Heads = 4,
            FeedForward = 64,
            EncoderFeedForward = 64,
        },
    });
}

public sealed class EomtContractTests : MaskNetworkContract
{
    protected override int OverfitSteps => 300;

    // Annealing, decay over layers and the encoder's late start take part in what is resumed.
    protected override TrainConfig Recipe(int steps) => base.Recipe(steps) with
    {
        Optimizer = base.Recipe(steps).Optimizer with { LayerDecay = 0.9 },
        Schedule = new ScheduleConfig
        {
            Dialect = ScheduleDialect.Continuous,
            WarmUpRatio = 0,
            WarmUpSteps = 1,
            BackboneDelay = 1,
            BackboneWarmUpSteps = 1,
        },
    };

    protected override Segmenter Small(int classes) => ModelCatalog.Create(new ModelConfig
    {
        Name = "eomt_t",
        NumClasses = classes,
        Options = new EomtOptions
        {
            Width = 64,
            Heads = 4,
            Depth = 4,
            LateBlocks = 2,
            Queries = 24,
            ImageSize = [48, 64],
            ResamplePositions = true,
            LayerScale = 1,
            AnnealingStart = [0, 0],
            AnnealingEnd = [200, 250],
        },
    });
}

public sealed class PanopticFcnContractTests : MaskNetworkContract
{
    protected override int OverfitSteps => 300;

    protected override (int Height, int Width) Size => (93, 125);

    protected override int FewestPixels => 200;

    protected override double FoundShare => 0.5;

    protected override PanopticOptions Reading { get; } = new();

    protected override TrainConfig Recipe(int steps) => base.Recipe(steps) with
    {
        Optimizer = new OptimizerConfig
        {
            Name = OptimizerKind.AdamW,
            LearningRate = 2e-3,
            WeightDecay = 0,
            ClipValue = 5,
            Rules = [new() { Key = "offset_mask_conv", LearningRateMultiplier = 0.05 }],
        },
        Schedule = new ScheduleConfig { WarmUpSteps = Math.Min(10, steps - 1) },
        Kernels = new KernelLossConfig { Sizes = [[1, 48], [24, 96], [48, 512]] },
    };

    protected override ISupervisor Supervisor(TrainConfig config) => new KernelSupervision(config.Kernels, MaskSource.Segments);

    protected override Segmenter Small(int classes) => ModelCatalog.Create(new ModelConfig
    {
        Name = "panoptic_fcn_mobilenetv2",
        NumClasses = classes,
        Options = PanopticFcnOptions.Small with
        {
            Width = 32,
            EmbeddingWidth = 32,
            KernelMaps = 3,
            StuffArea = 16,
            Things = [.. BuiltInClassTables.Street.Things],
        },
    });
}

public sealed class MaskRcnnContractTests : MaskNetworkContract
{
    protected override int OverfitSteps => 250;

    protected override (int Height, int Width) Size => (93, 125);

    protected override int FewestPixels => 200;

    protected override double FoundShare => 0.6;

    protected override PanopticOptions Reading { get; } = new();

    protected override TrainConfig Recipe(int steps) => base.Recipe(steps) with
    {
        Optimizer = new OptimizerConfig { Name = OptimizerKind.AdamW, LearningRate = 1e-3, WeightDecay = 0, ClipNorm = 10 },
        Schedule = new ScheduleConfig { WarmUpSteps = Math.Min(10, steps - 1) },
        Detection = new DetectionLossConfig { Proposals = 128, DropIou = 0.1 },
    };

    protected override ISupervisor Supervisor(TrainConfig config) =>
        new DetectionSupervision(config.Detection, config.Seed, MaskSource.Segments);

    protected override Segmenter Small(int classes) => ModelCatalog.Create(new ModelConfig
    {
        Name = "panoptic_cascade_mask_rcnn_r18",
        NumClasses = classes,
        Options = PanopticDetectorOptions.Small with
        {
            Width = 32,
            BoxWidth = 64,
            MaskWidth = 32,
            SemanticWidth = 32,
            StuffArea = 16,
            Things = [.. BuiltInClassTables.Street.Things],
        },
    });
}

public sealed class PmtContractTests : MaskNetworkContract
{
    protected override int OverfitSteps => 300;

    protected override TrainConfig Recipe(int steps) => base.Recipe(steps) with
    {
        Schedule = new ScheduleConfig
        {
            Name = ScheduleCurve.Cosine,
            Dialect = ScheduleDialect.Continuous,
            WarmUpRatio = 0,
            WarmUpSteps = 1,
            MinLearningRate = 1e-9,
        },
    };

    protected override Segmenter Small(int classes) => ModelCatalog.Create(new ModelConfig
    {
        Name = "pmt_t",
        NumClasses = classes,
        Options = new PmtOptions
        {
            Width = 64,
            Heads = 4,
            Depth = 4,
            Blocks = 3,
            Queries = 24,
            ImageSize = [48, 64],
            ResamplePositions = true,
            LayerScale = 1,
            AnnealingStart = [0, 0, 0],
            AnnealingEnd = [200, 225, 250],
        },
    });
}
