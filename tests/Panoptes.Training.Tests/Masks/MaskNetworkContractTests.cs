using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.MaskedAttention;
using Panoptes.Models.Catalog.Families.PlainMasks;
using Panoptes.Models.Segmenters;
using Panoptes.Training.Configuration;
using Panoptes.Training.Schedules;

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
