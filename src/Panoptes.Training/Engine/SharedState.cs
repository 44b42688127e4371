using System.Text.Json;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;
using Panoptes.Training.Collectives;
using Panoptes.Training.Configuration;

namespace Panoptes.Training.Engine;

/// <summary>
/// What the processes of a training have in common beside gradients: where they begin, running statistics, and what is logged. Of no effect
/// on one process.
/// </summary>
internal sealed class SharedState : IDisposable
{
    private readonly TrainingSetup setup;
    private readonly bool isUnited;
    private Tensor? own;
    private bool isReleased;

    /// <summary>Lets the batches of all processes be one in batch normalization, where that is wanted.</summary>
    /// <param name="setup">Model and processes.</param>
    /// <param name="config">How they train together.</param>
    public SharedState(TrainingSetup setup, ProcessConfig config)
    {
        (this.setup, isUnited) = (setup, config.SyncBatchNorm);
        if (isUnited)
        {
            Collective.UniteBatches(setup.Model);
        }
    }

    private ICollective Collective => setup.Collective;

    /// <summary>Gives all processes the weights of rank 0: new ones may have been drawn, which every process does for itself.</summary>
    public void Begin() => SharedWeights.Spread(setup.Model, Collective);

    /// <summary>The mean of numbers over all processes, so that what is not finite in one is so in all.</summary>
    /// <param name="values">On the device; overwritten.</param>
    public Tensor Mean(Tensor values)
    {
        if (Collective.Size == 1)
        {
            return values;
        }

        using var noGrad = Autograd.NoGrad();
        own?.Dispose();
        own = values.Clone().Keep();
        Collective.Sum(values);
        return values.DivInPlace(Collective.Size);
    }

    /// <summary>
    /// The files of the step whose mean was last taken: of the processes whose own numbers were not finite, or of all where none had such.
    /// All processes ask at once.
    /// </summary>
    /// <param name="files">Those of this process.</param>
    public IReadOnlyList<string> Suspects(IEnumerable<string> files)
    {
        if (Collective.Size == 1)
        {
            return [.. files];
        }

        var isFinite = own is null || own.To(Device.Cpu).To(DType.Float64).ToArray<double>().All(double.IsFinite);
        var said = Collective.Gather(JsonSerializer.SerializeToUtf8Bytes(new Said(isFinite, [.. files])))
            .Select(bytes => JsonSerializer.Deserialize<Said>(bytes)!).ToList();
        return [.. said.Where(one => !one.IsFinite || said.All(other => other.IsFinite)).SelectMany(one => one.Files)];
    }

    /// <summary>Makes running statistics that every process has of its own batches those of rank 0.</summary>
    public void AfterUpdate()
    {
        if (Collective.Size == 1 || isUnited)
        {
            return;
        }

        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var own = setup.Model.NamedBuffers().Concat(setup.Domains?.State() ?? []).Select(entry => entry.Tensor)
            .Where(tensor => tensor.DType == DType.Float32).ToList();
        if (own.Count == 0)
        {
            return;
        }

        var all = Ops.Cat([.. own.Select(tensor => tensor.Flatten())], 0);
        Collective.Share(all);
        var at = 0L;
        foreach (var tensor in own)
        {
            tensor.CopyInPlace(all.Narrow(0, at, tensor.Count).View(tensor.Shape));
            at += tensor.Count;
        }
    }

    /// <summary>Gives the model back to one process, once: another stage may have it by then.</summary>
    public void Dispose()
    {
        own?.Dispose();
        own = null;
        if (Collective.Size > 1 && !isReleased)
        {
            isReleased = true;
            BatchNorm2d.ShareAll(setup.Model, null);
        }
    }

    private sealed record Said(bool IsFinite, string[] Files);
}
