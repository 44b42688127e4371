using System.Diagnostics;
using Panoptes.Foundation;
using Panoptes.Models;
using Panoptes.Models.Backbones;
using Panoptes.Tensors;

namespace Panoptes.Training;

/// <content>The parts of a step.</content>
public sealed partial class Trainer
{
    // First runs choose kernels and allocate; PyTorch's own recorder runs as many.
    private const int EagerStepsBeforeRecording = 3;

    private void SetLearningRates()
    {
        for (var i = 0; i < Groups.Count; i++)
        {
            Optimiser.Groups[i].LearningRate = Schedules.LearningRate(Config.Schedule, Groups[i].LearningRate, Step, Config.Steps);
        }
    }

    private double[] LearningRates() => [.. Optimiser.Groups.Select(group => group.LearningRate)];

    private Tensor EagerPasses()
    {
        Optimiser.ZeroGrad();
        losses.BeginStep();
        losses.BeginPasses();
        for (var part = 0; part < Config.Accumulation; part++)
        {
            // Measures cost time: they are computed only where they are shown.
            using var batch = TakeBatch(part, Config.IsLogged(Step + 1));
            Pass(batch);
        }

        return losses.Values();
    }

    // A recorded step adds to the same gradients every time, so they are set to 0 rather than forgotten; and it measures what is logged
    // every time, as what it does is fixed.
    private Tensor GraphedPasses()
    {
        losses.BeginStep();
        var batches = new List<TrainingBatch>(Config.Accumulation);
        try
        {
            for (var part = 0; part < Config.Accumulation; part++)
            {
                batches.Add(TakeBatch(part, measure: true));
            }

            return eagerSteps++ < EagerStepsBeforeRecording ? Passes(batches) : graph!.Run(batches, losses.Terms.Count, Passes);
        }
        finally
        {
            batches.ForEach(batch => batch.Dispose());
        }

        Tensor Passes(IReadOnlyList<TrainingBatch> parts)
        {
            losses.BeginPasses();
            if (Gradients() is { Length: > 0 } gradients)
            {
                using var noGrad = Autograd.NoGrad();
                Ops.ForeachZeroInPlace(gradients);
            }

            foreach (var part in parts)
            {
                Pass(part);
            }

            return losses.Values();
        }
    }

    private void Pass(TrainingBatch batch)
    {
        var outputs = Forward(batch.Images);
        var named = recipe.Supervisors.SelectMany(supervisor => supervisor.Compute(batch, outputs));
        var total = losses.Add(named, 1.0 / Config.Accumulation);
        (scaler is null ? total : scaler.Apply(total)).Backward();
    }

    private TrainingBatch TakeBatch(int part, bool measure)
    {
        var clock = Stopwatch.StartNew();
        var batch = recipe.Samples((Step * Config.Accumulation) + part);
        try
        {
            losses.DataSeconds += clock.Elapsed.TotalSeconds;
            losses.Add(batch.Samples);
            foreach (var supervisor in recipe.Supervisors)
            {
                supervisor.Inspect(batch);
            }

            // From page-locked memory the copy runs beside the host; libtorch keeps that memory until it is done.
            var images = batch.Images.To(device, nonBlocking: true);
            if (Config.ChannelsLast)
            {
                images = images.ToMemoryFormat(MemoryFormat.ChannelsLast);
            }

            return new TrainingBatch(batch, images, batch.Labels.To(device, nonBlocking: true), Step, measure);
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    private SegmenterOutputs Forward(Tensor images)
    {
        Model.Train(true);
        if (Config.Precision == Precision.Fp32)
        {
            return Model.Forward(images);
        }

        using var autocast = Autocast.Enter(device, Config.Precision == Precision.Bf16 ? DType.BFloat16 : DType.Float16);
        return Model.Forward(images);
    }

    private Tensor[] Gradients() => [.. parameters.Select(parameter => parameter.Grad).OfType<Tensor>()];

    private void RequireRecordable()
    {
        if (recipe.Supervisors.FirstOrDefault(supervisor => !supervisor.IsStatic) is { } changing)
        {
            throw new InputException(
                "train.cuda_graph", $"supervision by {changing.Name}, which is not the same work in every step", "supervisors whose work never changes", "set train.cuda_graph to false");
        }

        if (Model.NamedModules().Any(entry => entry.Module is Backbone { ActivationCheckpointing: true }))
        {
            throw new InputException(
                "train.cuda_graph", "model.activation_checkpointing, which reads the state of the random generators", "a model that keeps its activations",
                "set one of train.cuda_graph and model.activation_checkpointing to false");
        }
    }
}
