using Panoptes.Foundation;
using Panoptes.Models.Weights;
using Panoptes.Tensors;

namespace Panoptes.Training;

/// <content>The state that a checkpoint holds.</content>
public sealed partial class Trainer
{
    /// <summary>
    /// The whole state as it is now. Its tensors are the living ones, but for the states of random generators, which it owns: write it before
    /// the next step, then dispose it.
    /// </summary>
    /// <exception cref="InputException">A loss or gradient was not finite: see <see cref="Settle"/>.</exception>
    public Checkpoint Capture()
    {
        Settle();
        var weights = Model.StateDict();
        var manifest = new CheckpointManifest
        {
            Progress = Progress,
            Seed = Config.Seed,
            BatchSize = Config.BatchSize,
            Accumulation = Config.Accumulation,
            Groups = Groups,
            Libtorch = Libtorch.Version,
            ModelTensors = [.. weights.Select(entry => entry.Name)],
        };
        var living = weights.Concat(Optimiser.State().Select(entry => (Checkpoint.OptimiserPrefix + entry.Name, entry.Tensor))).ToList();
        var facts = WeightFacts.Of(Model);
        var states = new List<(string Name, Tensor Tensor)>();
        try
        {
            states.AddRange(Generators().Select(generator => (Checkpoint.RandomPrefix + generator, StateOf(generator).Keep())));
            return new Checkpoint(manifest, [.. living, .. states], owned: [.. states.Select(state => state.Tensor)]) { Facts = facts };
        }
        catch
        {
            states.ForEach(state => state.Tensor.Dispose());
            throw;
        }
    }

    /// <summary>Goes on from a checkpoint: weights, buffers, optimiser, random generators, step, best score, loss scale.</summary>
    /// <exception cref="InputException">It belongs to another model, seed or batch size.</exception>
    public void Restore(Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var manifest = checkpoint.Manifest;
        RequireSame("train.seed", Config.Seed, manifest.Seed);
        RequireSame("train.batch_size", Config.BatchSize, manifest.BatchSize);
        RequireSame("train.accumulation", Config.Accumulation, manifest.Accumulation);
        checkpoint.RestoreModel(Model);
        Optimiser.LoadState([.. checkpoint.Tensors
            .Where(entry => entry.Name.StartsWith(Checkpoint.OptimiserPrefix, StringComparison.Ordinal))
            .Select(entry => (entry.Name[Checkpoint.OptimiserPrefix.Length..], entry.Tensor))]);
        foreach (var generator in Generators())
        {
            if (checkpoint.Find(Checkpoint.RandomPrefix + generator) is { } state)
            {
                Randomness.SetState(Device.Parse(generator), state.Data<byte>().ToArray());
            }
        }

        Progress = manifest.Progress;
        scaler?.Load(Progress.LossScale, Progress.StepsAtLossScale);
    }

    private IEnumerable<string> Generators() => device == Device.Cpu ? ["cpu"] : ["cpu", device.ToString()];

    private static Tensor StateOf(string generator)
    {
        var state = Randomness.GetState(Device.Parse(generator));
        return Tensor.From<byte>(state, state.Length);
    }

    private static void RequireSame(string option, long wanted, long saved)
    {
        if (wanted != saved)
        {
            throw new InputException(option, $"{wanted}", $"{saved}, as in the checkpoint", $"set {option} to {saved}, or train under another name");
        }
    }
}
