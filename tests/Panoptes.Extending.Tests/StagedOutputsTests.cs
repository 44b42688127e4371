using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Extending.Tests.Additions;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;
using Panoptes.Training.Configuration;
using Panoptes.Training.Engine;
using Panoptes.Training.Streams;
using Panoptes.Training.Supervision;

namespace Panoptes.Extending.Tests;

/// <summary>
/// A network in two stages from outside, as detectors are: its supervisor samples proposals against the truth and has the second stage run
/// on those, so that sampling and matching stay with the supervisor and gradients reach both stages.
/// </summary>
public sealed class StagedOutputsTests
{
    [Fact]
    public void A_supervisor_drives_the_second_stage_of_a_network_with_proposals_that_depend_on_the_truth()
    {
        var dataset = new HalvesDataset(4);
        var train = new TrainConfig { Steps = 60, BatchSize = 2 };
        train = train with { Optimizer = train.Optimizer with { LearningRate = 0.05 } };
        EngineSetup.Apply(train);
        var augmentation = new AugmentationConfig { Crop = [32, 32], Flip = 0, Photometric = false, ResizeMin = 1, ResizeMax = 1 };
        using var loader = new BatchLoader(dataset, augmentation, new LoaderConfig { Workers = 1 }, train.BatchSize, 1);
        var supervisor = new SampledCells();
        using var trainer = new Trainer(new TrainingSetup(new TwoStages(), loader.Take, [supervisor]), train, [], Device.Cpu);
        Assert.Equal(StopReason.Completed, trainer.Run());

        Assert.Equal(60, supervisor.Runs);
        Assert.All(trainer.Model.NamedParameters(), parameter => Assert.True(parameter.Tensor.Grad is not null, parameter.Name));
        Assert.InRange(supervisor.LastLoss, 0, 0.35);
    }

    /// <summary>Objectness of every cell, and classes of the cells that are asked for.</summary>
    private sealed record CellOutputs(Tensor Objectness, Func<Tensor, Tensor> ClassesAt) : SegmenterOutputs;

    private sealed class TwoStages : Segmenter
    {
        private readonly StripeBackbone backbone;
        private readonly Conv2d objectness;
        private readonly Linear classes;

        public TwoStages()
        {
            backbone = Child("backbone", new StripeBackbone(8));
            objectness = Child("objectness", new Conv2d(16, 1, kernel: 1));
            classes = Child("classes", new Linear(16, 2));
        }

        /// <inheritdoc/>
        public override int NumClasses => 2;

        /// <inheritdoc/>
        public override Type OutputKind => typeof(CellOutputs);

        /// <inheritdoc/>
        public override SegmenterOutputs Forward(Tensor images)
        {
            var features = backbone.Forward(images)[^1];
            var cells = features.Flatten(2).Transpose(1, 2).Flatten(0, 1);
            return new CellOutputs(objectness.Forward(features), chosen => classes.Forward(cells.IndexSelect(0, chosen)));
        }
    }

    /// <summary>Every cell is told from its label; of each class the four surest cells go to the second stage.</summary>
    private sealed class SampledCells : ISupervisor
    {
        /// <inheritdoc/>
        public string Name => "sampled_cells";

        public int Runs { get; private set; }

        public double LastLoss { get; private set; }

        /// <inheritdoc/>
        public void Check(Segmenter model) => Assert.Equal(typeof(CellOutputs), model.OutputKind);

        /// <inheritdoc/>
        public IReadOnlyList<NamedLoss> Compute(StepContext step)
        {
            var outputs = (CellOutputs)step.Outputs(SampleStream.Labeled);
            var labels = step.Batch(SampleStream.Labeled).Labels;
            var stride = labels.Size(1) / outputs.Objectness.Size(2);
            var truth = labels.Slice(1, 0, labels.Size(1), stride).Slice(2, 0, labels.Size(2), stride).Flatten();
            var score = outputs.Objectness.Flatten();
            var first = score.BinaryCrossEntropyWithLogits(truth.To(DType.Float32)).Mean();
            var chosen = Ops.Cat([Surest(score, truth, 0), Surest(-score, truth, 1)], 0);
            var second = outputs.ClassesAt(chosen).CrossEntropyLoss(truth.IndexSelect(0, chosen));
            Runs++;
            LastLoss = second.Item();
            return [new NamedLoss("proposals", first, 1), new NamedLoss("classes", second, 1)];
        }

        // The cells of a class that the first stage takes for the other one most.
        private static Tensor Surest(Tensor wrong, Tensor truth, int label)
        {
            using var noGrad = Autograd.NoGrad();
            var among = truth.Eq(label).Where(wrong.Detach(), Tensor.Full([1], -1e9));
            return among.Topk(4, 0, largest: true, sorted: true).Item2;
        }
    }
}
