using System.Diagnostics;
using Panoptes.Foundation;
using Panoptes.Foundation.Tracing;
using Panoptes.Models.Backbones;
using Panoptes.Models.Outputs;
using Panoptes.Tensors;
using Panoptes.Training.Arithmetic;
using Panoptes.Training.Streams;
using Panoptes.Training.Supervision;

namespace Panoptes.Training.Engine;

/// <content>Forward and backward passes.</content>
public sealed partial class Trainer
{
    // First runs choose kernels and allocate; PyTorch's own recorder runs as many.
    private const int EagerStepsBeforeRecording = 3;

    private IEnumerable<SampleStream> StreamsRead =>
        setup.Streams.Where(stream => setup.Supervisors.Any(supervisor => supervisor.Streams.Contains(stream.Name)));

    private void SetLearningRates()
    {
        foreach (var group in Optimizer.Groups)
        {
            group.LearningRate = ParameterGroups.Rate(Config.Schedule, group, Stage.CourseDone(Step), Stage.CourseLength);
        }
    }

    private double[] LearningRates() => [.. Optimizer.Groups.Select(group => group.LearningRate)];

    private Tensor EagerPasses()
    {
        Optimizer.ZeroGrad();
        losses.BeginStep();
        losses.BeginPasses();
        for (var microBatch = 0; microBatch < Config.Accumulation; microBatch++)
        {
            var batches = TakeBatches(microBatch);
            try
            {
                // Measures cost time: they are computed only where they are shown.
                Pass(batches, IsLogged(Step + 1), isLast: microBatch == Config.Accumulation - 1);
            }
            finally
            {
                Release(batches.Values);
            }
        }

        return shared.Mean(losses.Values());
    }

    // A recorded step adds to the same gradients every time, so they are set to 0 rather than forgotten; and it measures what is logged
    // every time, as what it does is fixed.
    private Tensor GraphedPasses()
    {
        losses.BeginStep();
        var taken = new List<IReadOnlyDictionary<string, TrainingBatch>>();
        try
        {
            for (var microBatch = 0; microBatch < Config.Accumulation; microBatch++)
            {
                taken.Add(TakeBatches(microBatch));
            }

            return eagerSteps++ < EagerStepsBeforeRecording ? Passes(taken) : graph!.Run(taken, losses.Terms.Count, Passes);
        }
        finally
        {
            Release(taken.SelectMany(batches => batches.Values));
        }

        Tensor Passes(IReadOnlyList<IReadOnlyDictionary<string, TrainingBatch>> microBatches)
        {
            losses.BeginPasses();
            if (Gradients() is { Length: > 0 } gradients)
            {
                using var noGrad = Autograd.NoGrad();
                Ops.ForeachZeroInPlace(gradients);
            }

            foreach (var batches in microBatches)
            {
                Pass(batches, isMeasured: true, isLast: true);
            }

            return losses.Values();
        }
    }

    private void Pass(IReadOnlyDictionary<string, TrainingBatch> batches, bool isMeasured, bool isLast)
    {
        var context = new StepContext(batches, Forward) { Step = Step, IsMeasured = isMeasured };
        var total = Losses(context);
        using var work = WorkTrace.Begin(WorkKinds.Phase, "backward");
        backward.Run(scaler is null ? total : scaler.Apply(total), isLast);
    }

    // Outputs are made where a supervisor first asks for them.
    private Tensor Losses(StepContext context)
    {
        using var work = WorkTrace.Begin(WorkKinds.Phase, "supervision");
        IReadOnlyList<NamedLoss> named = [.. setup.Supervisors.SelectMany(supervisor => supervisor.Compute(context))];
        return losses.Add(SharedLosses.Agree(named, Collective, device), 1.0 / Config.Accumulation);
    }

    private Dictionary<string, TrainingBatch> TakeBatches(int microBatch)
    {
        var taken = new Dictionary<string, TrainingBatch>(StringComparer.Ordinal);
        try
        {
            foreach (var stream in StreamsRead)
            {
                taken[stream.Name] = TakeBatch(stream, (Step * Config.Accumulation) + microBatch);
            }

            return taken;
        }
        catch
        {
            Release(taken.Values);
            throw;
        }
    }

    private TrainingBatch TakeBatch(SampleStream stream, long index)
    {
        // What a network took to label the samples is no waiting for them.
        var (clock, before) = (Stopwatch.StartNew(), Labeling(stream));
        using var work = WorkTrace.Begin(WorkKinds.Phase, "data");
        var batch = stream.Take(index);
        try
        {
            losses.DataSeconds += (clock.Elapsed - (Labeling(stream) - before)).TotalSeconds;
            batch = stream.Change?.Change(batch, Step, images => Predict(stream.Name, images)) ?? batch;
            losses.Add(batch.Samples);
            foreach (var supervisor in setup.Supervisors.Where(supervisor => supervisor.Streams.Contains(stream.Name)))
            {
                supervisor.Inspect(stream.Name, batch);
            }

            // From page-locked memory the copy runs beside the host; libtorch keeps that memory until it is done.
            return new TrainingBatch(
                batch, DeviceImages.Of(batch.Images, device, Config.ChannelsLast), batch.Targets.Labels?.To(device, nonBlocking: true));
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    private static TimeSpan Labeling(SampleStream stream) => stream.Labeling?.Elapsed ?? TimeSpan.Zero;

    private static void Release(IEnumerable<TrainingBatch> batches)
    {
        foreach (var batch in batches)
        {
            batch.Dispose();
        }
    }

    private SegmenterOutputs Forward(string stream, Tensor images) => Forward(stream, images, isTraining: true);

    // What a stream asks of the network between two updates: nothing of it is trained, and nothing of it changes.
    private SegmenterOutputs Predict(string stream, Tensor images)
    {
        using var noGrad = Autograd.NoGrad();
        return Forward(stream, DeviceImages.Of(images, device, Config.ChannelsLast, nonBlocking: false), isTraining: false);
    }

    private SegmenterOutputs Forward(string stream, Tensor images, bool isTraining)
    {
        using var work = WorkTrace.Begin(WorkKinds.Phase, "forward");
        using var domain = setup.Domains?.Enter(stream);
        Model.Train(isTraining);
        if (Config.Precision == Precision.Fp32)
        {
            return Model.Forward(images);
        }

        using var autocast = Autocast.Enter(device, Config.Precision == Precision.Bf16 ? DType.BFloat16 : DType.Float16);
        return Model.Forward(images);
    }

    private Tensor[] Gradients() => [.. parameters.Select(parameter => parameter.Grad).OfType<Tensor>()];

    private bool HasActivationCheckpoints => Model.NamedModules().Any(entry => entry.Module is Backbone { ActivationCheckpointing: true });

    private void RequireRecordable()
    {
        if (setup.Supervisors.FirstOrDefault(supervisor => !supervisor.IsStatic) is { } changing)
        {
            throw new InputException(
                "train.cuda_graph", $"supervision by {changing.Name}, which is not the same work in every step",
                "supervisors whose work never changes", "set train.cuda_graph to false");
        }

        if (Collective.Size > 1)
        {
            throw new InputException(
                "train.cuda_graph", $"true with {Collective.Size} processes", "a single process",
                "set train.cuda_graph to false: what processes agree on in a step cannot be recorded");
        }

        if (HasActivationCheckpoints)
        {
            throw new InputException(
                "train.cuda_graph", "model.activation_checkpointing, which reads the state of the random generators",
                "a model that keeps its activations",
                "set one of train.cuda_graph and model.activation_checkpointing to false");
        }
    }
}
