using Panoptes.Foundation;
using Panoptes.Models.Weights;
using Panoptes.Tensors;
using Panoptes.Training.Checkpoints;
using Panoptes.Training.Streams;
using Panoptes.Training.Supervision;

namespace Panoptes.Training.Engine;

/// <content>The state that a checkpoint holds.</content>
public sealed partial class Trainer
{
    /// <summary>
    /// The whole state as it is now. Its tensors are the living ones, but for the states of random generators, which it owns: write it
    /// before the next step, then dispose it.
    /// </summary>
    /// <exception cref="InputException">A loss or gradient was not finite (see <see cref="ReadPendingSteps"/>), or a weight or running
    /// statistic is not: no state holds such.</exception>
    public Checkpoint Capture()
    {
        ReadPendingSteps();
        var weights = Model.StateDict();
        var domains = setup.Domains?.State().Select(entry => (Name: Checkpoint.StatisticsPrefix + entry.Name, entry.Tensor)).ToList() ?? [];
        RequireFinite([.. weights, .. domains]);
        var manifest = new CheckpointManifest
        {
            Progress = Progress,
            Stage = Stage.Name,
            Seed = Config.Seed,
            BatchSize = Config.BatchSize,
            Accumulation = Config.Accumulation,
            Groups = Groups,
            Libtorch = Libtorch.Version,
            Processes = Collective.Size,
            ModelTensors = [.. weights.Select(entry => entry.Name)],
        };
        var living = weights
            .Concat(domains)
            .Concat(Optimizer.State().Select(entry => (Checkpoint.OptimizerPrefix + entry.Name, entry.Tensor)))
            .Concat(setup.Supervisors
                .SelectMany(supervisor => supervisor.State().Select(entry => (StateName(supervisor, entry.Name), entry.Tensor))))
            .Concat(StreamsRead.Where(stream => stream.Change is not null)
                .SelectMany(stream => stream.Change!.State().Select(entry => (StateName(stream, entry.Name), entry.Tensor))))
            .ToList();
        var facts = WeightMetadata.Of(Model);
        var states = new List<(string Name, Tensor Tensor)>();
        try
        {
            states.AddRange(Generators().SelectMany(generator => GeneratorStates.Of(generator, Collective)
                .Select((state, rank) => (GeneratorStates.NameOf(generator, rank), state.Keep()))));
            return new Checkpoint(manifest, [.. living, .. states], owned: [.. states.Select(state => state.Tensor)]) { Facts = facts };
        }
        catch
        {
            states.ForEach(state => state.Tensor.Dispose());
            throw;
        }
    }

    /// <summary>Goes on from a checkpoint: weights, buffers, optimizer, random generators, step, best score, loss scale.</summary>
    /// <returns>What it lacks, a line each, so that the training may differ from an unbroken one; nothing where it holds all.</returns>
    /// <exception cref="InputException">It belongs to another model, seed or batch size.</exception>
    public IReadOnlyList<string> Restore(Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var manifest = checkpoint.Manifest;
        if (manifest.Stage != Stage.Name)
        {
            throw new InputException(
                "checkpoint", $"the stage {manifest.Stage}", $"the stage {Stage.Name}", "go on with the stages that the run began with");
        }

        RequireSame("train.seed", Config.Seed, manifest.Seed);
        RequireSame("train.batch_size", Config.BatchSize, manifest.BatchSize);
        RequireSame("train.accumulation", Config.Accumulation, manifest.Accumulation);
        checkpoint.RestoreModel(Model);
        setup.Domains?.Load(checkpoint.Statistics());
        Optimizer.LoadState(Below(Checkpoint.OptimizerPrefix));
        foreach (var supervisor in setup.Supervisors)
        {
            supervisor.LoadState(Below(StateName(supervisor, "")));
        }

        foreach (var stream in StreamsRead)
        {
            stream.Change?.LoadState(Below(StateName(stream, "")));
        }

        IReadOnlyList<string> notes =
        [
            .. manifest.Processes == Collective.Size ? Array.Empty<string>()
                : [$"goes on with {Collective.Size} processes instead of {manifest.Processes}: images and learning rates stay, sums are "
                    + "rounded otherwise, and what a process draws for itself, such as dropout, differs"],
            .. Generators().Select(generator => GeneratorStates.Restore(checkpoint, generator, Collective.Rank)).OfType<string>()
                .Where(_ => manifest.Processes == Collective.Size),
        ];
        Progress = manifest.Progress;
        scaler?.Load(Progress.LossScale, Progress.StepsAtLossScale);
        return notes;

        (string Name, Tensor Tensor)[] Below(string prefix) => [.. checkpoint.Tensors
            .Where(entry => entry.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(entry => (entry.Name[prefix.Length..], entry.Tensor))];
    }

    /// <summary>Takes over the optimizer's state of the stage before: momenta and the like.</summary>
    /// <param name="before">The trainer of that stage, of the same model.</param>
    /// <exception cref="InputException">Optimizer or rules are others.</exception>
    public void KeepOptimizer(Trainer before)
    {
        ArgumentNullException.ThrowIfNull(before);
        Optimizer.LoadState(before.Optimizer.State());
    }

    /// <summary>Forgets the best score, as the weights that had it are lost: the next evaluation is the best so far.</summary>
    public void ForgetBest() => Progress = Progress with { BestMetric = null, BestScore = null, BestStep = 0 };

    private static string StateName(ISupervisor supervisor, string name) => $"{Checkpoint.SupervisorPrefix}{supervisor.Name}/{name}";

    private static string StateName(SampleStream stream, string name) => $"{Checkpoint.StreamPrefix}{stream.Name}/{name}";

    private IEnumerable<Device> Generators() => device.IsCpu ? [Device.Cpu] : [Device.Cpu, device];

    private void RequireFinite(IReadOnlyList<(string Name, Tensor Tensor)> weights)
    {
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var floating = weights.Where(entry => entry.Tensor.DType.IsFloatingPoint()).ToList();
        var finite = Ops.Stack([.. floating.Select(entry => entry.Tensor.Isfinite().All())]).To(Device.Cpu).ToArray<bool>();
        if (Array.IndexOf(finite, false) is >= 0 and var bad)
        {
            throw new InputException(
                $"training step {Step}",
                $"values that are not finite in {floating[bad].Name}",
                "finite weights and running statistics",
                "lower the learning rate or lengthen the warm-up; nothing was saved of this step, the earlier checkpoints are as "
                    + "they were");
        }
    }

    private static void RequireSame(string option, long wanted, long saved)
    {
        if (wanted != saved)
        {
            throw new InputException(
                option, $"{wanted}", $"{saved}, as in the checkpoint", $"set {option} to {saved}, or train under another name");
        }
    }
}
