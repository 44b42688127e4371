using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Data.Synthetic;
using Panoptes.Data.Targets;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Checkpoints;
using Panoptes.Training.Configuration;
using Panoptes.Training.Engine;
using Panoptes.Training.Hooks;
using Panoptes.Training.Matching;
using Panoptes.Training.Supervision;
using Panoptes.Training.Supervision.Masks;
using Panoptes.Training.TestHost;
using Panoptes.Training.Tests.Engine;

namespace Panoptes.Training.Tests.Masks;

/// <summary>
/// What every network that predicts masks must be able to do, on scenes whose sides no stride divides. A family's test class
/// inherits this and makes a small one.
/// </summary>
public abstract class MaskNetworkContract : IDisposable
{
    private static readonly int Classes = BuiltInClassTables.Street.Count;

    private readonly string folder = Directory.CreateTempSubdirectory("panoptes-masks-").FullName;

    /// <summary>Steps after which it must know two scenes by heart.</summary>
    protected abstract int OverfitSteps { get; }

    /// <summary>Height and width of the scenes, which no stride divides.</summary>
    protected virtual (int Height, int Width) Size => (50, 70);

    /// <summary>The fewest pixels of a segment that it is to learn.</summary>
    protected virtual int FewestPixels => 40;

    /// <summary>The share of segments that it must find of the scenes it knows by heart.</summary>
    protected virtual double FoundShare => 0.7;

    /// <summary>How its predictions are read.</summary>
    protected virtual PanopticOptions Reading { get; } = new() { ObjectScore = 0.3, Overlap = 0.5 };

    /// <summary>Learning rate, layers and schedule of that training.</summary>
    protected virtual TrainConfig Recipe(int steps) => ToyTraining.Config(steps, 1000) with
    {
        Optimizer = new OptimizerConfig { Name = OptimizerKind.AdamW, LearningRate = 2e-3, WeightDecay = 0, ClipNorm = 1 },
    };

    /// <summary>What it learns from.</summary>
    protected virtual ISupervisor Supervisor(TrainConfig config) =>
        new MaskClassification(new MaskLossConfig { Points = 300, Source = MaskSource.Segments }, config.Seed);

    /// <summary>The family's own parts, as thin as they go.</summary>
    protected abstract Segmenter Small(int classes);

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void It_learns_the_segments_of_two_scenes_by_heart()
    {
        var config = Recipe(OverfitSteps);
        var losses = new List<double>();
        using var loader = Scenes();
        using var trainer = Trainer(config, loader, new Watch(record => losses.Add(record.Loss)));
        Assert.Equal(StopReason.Completed, trainer.Run());
        Assert.True(losses[^1] < losses[0] / 3, $"{losses[0]} -> {losses[^1]}");

        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        using var batch = loader.Take(0);
        trainer.Model.Train(false);
        var outputs = (MaskOutputs)trainer.Model.Forward(batch.Images);
        var (found, all) = (0, 0);
        for (var n = 0; n < 2; n++)
        {
            var map = outputs.Panoptic(
                n, ReadingSize.Same(Size.Height, Size.Width), c => BuiltInClassTables.Street[c].IsThing, Reading);
            var truth = batch.Targets.Segments!.Ids.Select(0, n).To(DType.Int32).ToArray<int>();
            foreach (var segment in batch.Targets.Segments.Tables[n])
            {
                all++;
                var own = truth.Select(id => id == segment.Id).ToArray();
                found += map.Segments.Any(one => one.Class == segment.TrainId && IoU(map.Ids.Pixels, one.Id, own) > 0.5) ? 1 : 0;
            }
        }

        Assert.True(found >= FoundShare * all, $"{found} of {all} segments");
    }

    [Fact]
    public void Interrupted_it_goes_on_with_the_same_bits()
    {
        const int Half = 3;
        var config = Recipe(2 * Half);
        using var loader = Scenes();
        using var unbroken = Trainer(config, loader);
        unbroken.Run();
        var store = new CheckpointStore(folder, 2, _ => { });
        using (var first = Trainer(
            config, loader, new CheckpointHook(store, Half), new Watch(record => record.Step == Half, StopReason.Requested)))
        {
            Assert.Equal(StopReason.Requested, first.Run());
        }

        using var second = Trainer(config, loader);
        Randomness.Seed(12345);
        using (var checkpoint = store.NewestValid())
        {
            second.Restore(checkpoint!);
        }

        second.Run();
        Assert.Equal(ToyTraining.Weights(unbroken), ToyTraining.Weights(second));
        Assert.All(unbroken.Model.NamedBuffers().Zip(second.Model.NamedBuffers()), pair =>
            Assert.True(pair.First.Tensor.Bytes().SequenceEqual(pair.Second.Tensor.Bytes()), pair.First.Name));
    }

    private static double IoU(int[] ids, int id, bool[] truth)
    {
        var (both, either) = (0, 0);
        for (var i = 0; i < ids.Length; i++)
        {
            both += ids[i] == id && truth[i] ? 1 : 0;
            either += ids[i] == id || truth[i] ? 1 : 0;
        }

        return (double)both / either;
    }

    private BatchLoader Scenes()
    {
        var augmentation = new AugmentationConfig
        {
            Crop = [Size.Height, Size.Width],
            ResizeMin = 1,
            ResizeMax = 1,
            Flip = 0,
            Photometric = false,
            CatMaxRatio = 1,
        };
        return new BatchLoader(
            new SyntheticDataset(new SyntheticScenes(Size.Width, Size.Height, 4), 2), augmentation, new LoaderConfig { Workers = 0 }, 2, 1,
            parts: SampleParts.Segments, rules: new TargetRules { MinSegmentPixels = FewestPixels, InstanceBoxAreaAbove = 60 });
    }

    private Trainer Trainer(TrainConfig config, BatchLoader loader, params IHook[] hooks)
    {
        EngineSetup.Apply(config);
        return new Trainer(new TrainingSetup(Small(Classes), loader.Take, [Supervisor(config)]), config, hooks, Device.Cpu);
    }
}
