using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Data.Synthetic;
using Panoptes.Foundation;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.DynamicKernels;
using Panoptes.Tensors;
using Panoptes.Training.Checkpoints;
using Panoptes.Training.Configuration;
using Panoptes.Training.Engine;
using Panoptes.Training.Hooks;
using Panoptes.Training.Matching;
using Panoptes.Training.Schedules;
using Panoptes.Training.Supervision.Kernels;
using Panoptes.Training.TestHost;
using Panoptes.Training.Tests.Engine;

namespace Panoptes.Training.Tests.Kernels;

/// <summary>A thin Panoptic FCN in the trainer, on synthetic scenes of an odd size.</summary>
public sealed class KernelTrainingTests : IDisposable
{
    private const int Height = 93;
    private const int Width = 125;

    private readonly string folder = Directory.CreateTempSubdirectory("panoptes-kernels-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_resumed_training_on_objects_ends_with_the_bytes_of_an_unbroken_one()
    {
        const MaskSource source = MaskSource.Instances;
        const int Half = 2;
        var config = Config(2 * Half);
        using var loader = Loader(source);
        using var unbroken = Create(loader, config, source);
        unbroken.Run();

        var store = new CheckpointStore(folder, 2, _ => { });
        using (var first = Create(
            loader, config, source, new CheckpointHook(store, Half), new Watch(record => record.Step == Half, StopReason.Requested)))
        {
            Assert.Equal(StopReason.Requested, first.Run());
        }

        using var second = Create(loader, config, source);
        Randomness.Seed(12345);
        using (var checkpoint = store.NewestValid())
        {
            second.Restore(checkpoint!);
        }

        second.Run();
        Assert.Equal(ToyTraining.Weights(unbroken), ToyTraining.Weights(second));
    }

    [Fact]
    public void Sizes_for_another_number_of_maps_are_refused_with_both()
    {
        var config = Config(1);
        using var loader = Loader();
        using var trainer = Create(loader, config with { Kernels = config.Kernels with { Sizes = [[1, 32], [16, 128]] } });
        Assert.Contains("2 pairs for a model of 5 maps", Assert.Throws<InputException>(() => trainer.Run()).Message);
    }

    private static TrainConfig Config(int steps) => new()
    {
        Steps = steps,
        BatchSize = 2,
        Seed = 3,
        Threads = 1,
        LogEvery = 1,
        Optimizer = new OptimizerConfig { Name = OptimizerKind.AdamW, LearningRate = 2e-3, WeightDecay = 0, ClipValue = 5 },
        Schedule = new ScheduleConfig { WarmUpSteps = Math.Min(10, steps - 1) },
        Checkpoint = new CheckpointConfig { Every = 1000 },
        Kernels = new KernelLossConfig { Sizes = [[1, 32], [16, 64], [32, 128], [64, 256], [128, 512]] },
    };

    private static BatchLoader Loader(MaskSource source = MaskSource.Segments) => new(
        new SyntheticDataset(new SyntheticScenes(Width, Height, 4), 2),
        new AugmentationConfig { Crop = [Height, Width], ResizeMin = 1, ResizeMax = 1, Flip = 0, Photometric = false, CatMaxRatio = 1 },
        new LoaderConfig { Workers = 0 },
        2,
        1,
        parts: source == MaskSource.Segments ? SampleParts.Segments : SampleParts.Instances);

    private static Trainer Create(BatchLoader loader, TrainConfig config, params IHook[] hooks) =>
        Create(loader, config, MaskSource.Segments, hooks);

    private static Trainer Create(BatchLoader loader, TrainConfig config, MaskSource source, params IHook[] hooks)
    {
        EngineSetup.Apply(config);
        var classes = BuiltInClassTables.Street;
        var options = PanopticFcnOptions.Small with { Width = 32, EmbeddingWidth = 32, StuffArea = 16, Things = [.. classes.Things] };
        var network = ModelCatalog.Create(
            new ModelConfig { Name = "panoptic_fcn_mobilenetv2", NumClasses = classes.Count, Options = options });
        return new Trainer(
            new TrainingSetup(network, loader.Take, [new KernelSupervision(config.Kernels, source)]), config, hooks, Device.Cpu);
    }
}
