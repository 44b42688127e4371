using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Data.Readers;
using Panoptes.Models.Backbones.Mit;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.Segformer;
using Panoptes.Models.Catalog.Families.Segnext;
using Panoptes.Models.Weights;
using Panoptes.Tensors;
using Panoptes.Tests;
using Panoptes.Training.Checkpoints;
using Panoptes.Training.Configuration;
using Panoptes.Training.Engine;
using Panoptes.Training.Hooks;
using Panoptes.Training.Losses;
using Panoptes.Training.Schedules;
using Panoptes.Training.Supervision;
using Panoptes.Training.TestHost;
using Panoptes.Training.Tests.Engine;

namespace Panoptes.Training.Tests.Families;

/// <summary>A small member of each family in the trainer, on real images of an odd size.</summary>
public sealed class FamilyTests : IDisposable
{
    private const string CamVid = "data/camvid";
    private readonly string folder = Directory.CreateTempSubdirectory("panoptes-family-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [NeedsSharedTheory(CamVid)]
    [InlineData("segformer_b0", SegformerVariant.Mmseg)]
    [InlineData("segformer_b0", SegformerVariant.Nvlabs)]
    [InlineData("segnext_t", null)]
    public void A_resumed_training_ends_with_the_bytes_of_an_unbroken_one_branches_being_skipped(string name, SegformerVariant? form)
    {
        const int Half = 2;
        var config = Config(2 * Half);
        var model = new ModelConfig
        {
            Name = name,
            Options = form is { } variant
                ? new SegformerOptions { SegformerVariant = variant, DropPath = 0.5, HeadChannels = 64 }
                : new SegnextOptions { DropPath = 0.5, HeadChannels = 64 },
        };
        using var images = new RealImages(config.BatchSize);
        using var unbroken = Create(model, images, config);
        unbroken.Run();

        var store = new CheckpointStore(folder, 2, _ => { });
        using (var first = Create(
            model, images, config, new CheckpointHook(store, Half), new Watch(record => record.Step == Half, StopReason.Requested)))
        {
            Assert.Equal(StopReason.Requested, first.Run());
        }

        using var second = Create(model, images, config);
        Randomness.Seed(12345);
        using (var checkpoint = store.NewestValid())
        {
            second.Restore(checkpoint!);
        }

        second.Run();
        Assert.Equal(ToyTraining.Weights(unbroken), ToyTraining.Weights(second));
    }

    [NeedsSharedFact(CamVid)]
    public void A_checkpoint_says_the_rank_of_a_factorization_which_no_tensor_does()
    {
        var config = Config(2);
        using var images = new RealImages(config.BatchSize);
        using (var trainer = Create(
            new ModelConfig { Name = "segnext_t", Options = new SegnextOptions { NmfRank = 8, HeadChannels = 64 } }, images, config,
            new CheckpointHook(new CheckpointStore(folder, 2, _ => { }), 2)))
        {
            trainer.Run();
        }

        using var file = WeightFile.Open(Directory.GetFiles(folder, "*.safetensors").Single());
        Assert.Equal("8", file.Metadata["nmf_rank"]);
    }

    private static TrainConfig Config(int steps) => new()
    {
        Steps = steps,
        BatchSize = 2,
        Seed = 3,
        Threads = 1,
        LogEvery = 1,
        Loss = new LossConfig { AuxiliaryWeight = 0 },
        Schedule = new ScheduleConfig { WarmUpSteps = Math.Min(5, steps - 1) },
        Checkpoint = new CheckpointConfig { Every = 1000 },
    };

    private static Trainer Create(ModelConfig model, RealImages images, TrainConfig config, params IHook[] hooks)
    {
        EngineSetup.Apply(config);
        var network = ModelCatalog.Create(model with { NumClasses = images.Classes });
        return new Trainer(new TrainingSetup(network, images.Take, [new GroundTruth(config.Loss)]), config, hooks, Device.Cpu);
    }

    /// <summary>The same batch of real images at every step.</summary>
    private sealed class RealImages : IDisposable
    {
        private readonly Batch batch;

        public RealImages(int count)
        {
            var dataset = Datasets.Open(new DataConfig { Root = SharedFiles.Path(CamVid)! }, "train");
            var augmentation =
                new AugmentationConfig { ResizeMin = 0.25, ResizeMax = 0.25, Crop = [65, 97], Flip = 0, Photometric = false };
            using var loader = new BatchLoader(dataset, augmentation, new LoaderConfig { Workers = 1 }, count, 1);
            using var loaded = loader.Take(0);
            batch = Copy(loaded, 0);
            Classes = dataset.Classes.Count;
        }

        public int Classes { get; }

        public Batch Take(long step) => Copy(batch, step);

        public void Dispose() => batch.Dispose();

        private static Batch Copy(Batch batch, long step)
        {
            using var scope = TensorScope.Open();
            return new Batch(step, batch.Images.Clone(), batch.Labels.Clone(), batch.Samples);
        }
    }
}
