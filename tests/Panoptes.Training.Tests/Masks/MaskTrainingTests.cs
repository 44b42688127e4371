using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Data.Synthetic;
using Panoptes.Data.Targets;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;
using Panoptes.Training.Engine;
using Panoptes.Training.Matching;
using Panoptes.Training.Supervision.Masks;
using Panoptes.Training.TestHost;
using Panoptes.Training.Tests.Engine;

namespace Panoptes.Training.Tests.Masks;

public sealed class MaskTrainingTests
{
    private const int Steps = 220;

    [Theory]
    [InlineData(MaskSource.Segments)]
    [InlineData(MaskSource.Instances)]
    [InlineData(MaskSource.Labels)]
    public void A_tiny_network_learns_the_masks_of_two_scenes_by_heart(MaskSource source)
    {
        var config = ToyTraining.Config(Steps, 1000) with
        {
            Optimizer = new OptimizerConfig { Name = OptimizerKind.AdamW, LearningRate = 0.01, WeightDecay = 0, ClipNorm = 1 },
        };
        EngineSetup.Apply(config);
        var parts = source switch
        {
            MaskSource.Segments => SampleParts.Segments,
            MaskSource.Instances => SampleParts.Instances,
            _ => SampleParts.Labels,
        };
        var augmentation =
            new AugmentationConfig { Crop = [48, 64], ResizeMin = 1, ResizeMax = 1, Flip = 0, Photometric = false, CatMaxRatio = 1 };
        var scenes = new SyntheticDataset(new SyntheticScenes(64, 48, 4), 2);
        var rules = new TargetRules { MinSegmentPixels = 40, InstanceBoxAreaAbove = 60 };
        using var loader = new BatchLoader(scenes, augmentation, new LoaderConfig { Workers = 0 }, 2, 1, parts: parts, rules: rules);
        var losses = new List<double>();
        var supervisor = new MaskClassification(new MaskLossConfig { Points = 300, Source = source }, config.Seed);
        var recipe = new TrainingSetup(new TinyMaskNetwork(BuiltInClassTables.Street.Count, 24), loader.Take, [supervisor]);
        using var trainer = new Trainer(recipe, config, [new Watch(record => losses.Add(record.Loss))], Device.Cpu);
        Assert.Equal(StopReason.Completed, trainer.Run());
        Assert.True(losses[^1] < losses[0] / 3, $"{losses[0]} -> {losses[^1]}");

        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        using var batch = loader.Take(0);
        trainer.Model.Train(false);
        var outputs = (MaskSet)trainer.Model.Forward(batch.Images);
        var truths = MaskTruths.Of(batch, source, BuiltInClassTables.Street.Count, outputs.PaddedSize, Device.Cpu);
        var (found, all) = (0, 0);
        for (var n = 0; n < 2; n++)
        {
            var masks = Predicted(outputs, n, source);
            foreach (var truth in True(batch, n, truths[n], source))
            {
                all++;
                found += masks.Exists(mask => mask.Class == truth.Class && IoU(mask.Pixels, truth.Pixels) > 0.5) ? 1 : 0;
            }
        }

        Assert.True(found >= 0.75 * all, $"{found} of {all} masks");
    }

    private static List<(int Class, bool[] Pixels)> Predicted(MaskSet outputs, int image, MaskSource source)
    {
        var size = ReadingSize.Same(48, 64);
        if (source == MaskSource.Instances)
        {
            return [.. InstanceReading.Read(outputs, image, size, _ => true).Instances
                .Select(found => (found.Class, found.Mask.Decode().Pixels.Select(pixel => pixel == 1).ToArray()))];
        }

        if (source == MaskSource.Labels)
        {
            var labels = SemanticReading.Labels(outputs, image, size).Pixels;
            return [.. labels.Distinct().Select(id => ((int)id, labels.Select(label => label == id).ToArray()))];
        }

        var map = PanopticReading.Read(outputs, image, size, c =>
            BuiltInClassTables.Street[c].IsThing, new PanopticOptions { ObjectScore = 0.3, Overlap = 0.5 });
        return [.. map.Segments.Select(segment => (segment.Class, map.Ids.Pixels.Select(id => id == segment.Id).ToArray()))];
    }

    private static IEnumerable<(int Class, bool[] Pixels)> True(Batch batch, int image, MaskTruth truth, MaskSource source)
    {
        const int Area = 48 * 64;
        for (var i = 0; i < truth.Masks.Count; i++)
        {
            bool[] pixels = source switch
            {
                MaskSource.Instances => [.. batch.Targets.Instances![image][i].Mask.Decode().Pixels.Select(pixel => pixel == 1)],
                MaskSource.Labels =>
                    [.. batch.Labels.ToArray<long>().Skip(image * Area).Take(Area).Select(label => label == truth.Masks[i].Class)],
                _ => [.. batch.Targets.Segments!.Ids.ToArray<int>().Skip(image * Area).Take(Area).Select(id => id == i + 1)],
            };
            if (pixels.Count(inside => inside) >= 40)
            {
                yield return (truth.Masks[i].Class, pixels);
            }
        }
    }

    private static double IoU(bool[] one, bool[] other) => (double)one.Zip(other, (a, b) => a && b).Count(both => both) / one
        .Zip(other, (a, b) => a || b).Count(either => either);
}
