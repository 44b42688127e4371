using Panoptes.Foundation;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Training.Streams;

/// <summary>
/// Running statistics of batch normalization that every stream has for itself, over weights that all streams share: streams of unlike
/// domains, such as streets by day and by night, are each normalized by their own. Those of the labeled stream are the model's buffers;
/// the others' take their place while the model looks at such a stream (<see cref="Enter"/>).
/// </summary>
/// <remarks>
/// A stream's statistics begin as the model's own are when a training first reads the stream (<see cref="Begin"/>). Tensors are exchanged,
/// never their values: what has been recorded of a stream for its backward pass, or as a CUDA graph, stays that stream's.
/// </remarks>
public sealed class DomainStatistics : IDisposable
{
    private readonly IReadOnlyList<(string Name, BatchNorm2d Norm)> layers;
    private readonly SortedDictionary<string, RunningStatistics[]> domains = new(StringComparer.Ordinal);
    private bool isEntered;

    /// <summary>Finds the layers of a model that keep statistics.</summary>
    /// <param name="model">The model, on its device.</param>
    /// <exception cref="InputException">It has none.</exception>
    public DomainStatistics(Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        layers = [.. model.NamedModules().Where(entry => entry.Module is BatchNorm2d { IsFrozen: false })
            .Select(entry => (entry.Name, (BatchNorm2d)entry.Module))];
        Require.That(
            layers.Count > 0, "train.domain_statistics", "true with a network whose normalization keeps no running statistics",
            "one with batch normalization that is not frozen, such as deeplabv3plus_r50", "set it to false, or choose another model");
    }

    /// <summary>
    /// Refuses layers that normalize by running statistics in training and are computed again for the backward pass, when no stream's are
    /// in place any more; those that normalize by the batch give the same again.
    /// </summary>
    /// <param name="areFrozen">Whether running statistics stay as they are.</param>
    /// <param name="areRecomputed">Whether activations are computed again.</param>
    /// <exception cref="InputException">Both.</exception>
    public static void RequireInPlace(bool areFrozen, bool areRecomputed) => Require.That(
        !areFrozen || !areRecomputed, "train.domain_statistics", "true with train.frozen_statistics and model.activation_checkpointing",
        "a model that keeps its activations", "set one of the three to false");

    /// <summary>Lets streams have statistics of their own from now on; those that have some already keep them.</summary>
    /// <param name="streams">The streams' names.</param>
    public void Begin(IEnumerable<string> streams)
    {
        ArgumentNullException.ThrowIfNull(streams);
        foreach (var stream in streams.Where(name => name != SampleStream.Labeled && !domains.ContainsKey(name)))
        {
            domains.Add(stream, [.. layers.Select(layer => layer.Norm.Statistics.Copy())]);
        }
    }

    /// <summary>
    /// Gives the model a stream's statistics in place of its own, until disposed: passes, states and folding are then of those.
    /// </summary>
    /// <param name="stream">The stream; the labeled one, or one without statistics of its own, leaves the model as it is.</param>
    /// <returns>Puts the model's own back; null where nothing was changed.</returns>
    /// <exception cref="InvalidOperationException">The model has another stream's already.</exception>
    public IDisposable? Enter(string? stream)
    {
        if (stream is null || !domains.TryGetValue(stream, out var statistics))
        {
            return null;
        }

        if (isEntered)
        {
            throw new InvalidOperationException("the model has the statistics of another stream already; leave that first");
        }

        return new Visit(this, statistics);
    }

    /// <summary>What a checkpoint holds: the living tensors, by stream, layer and buffer: <c>night/backbone.bn1.running_mean</c>.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> State() => [.. domains.SelectMany(domain => layers.Zip(domain.Value).SelectMany(
        entry => entry.Second.Named().Select(one => ($"{domain.Key}/{entry.First.Name}.{one.Name}", one.Tensor))))];

    /// <summary>Takes a state back. A stream that it does not hold begins anew as the model's own are now.</summary>
    /// <param name="state">What <see cref="State"/> gave; empty lets all streams begin anew.</param>
    /// <exception cref="InputException">It is of another model.</exception>
    public void Load(IReadOnlyList<(string Name, Tensor Tensor)> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Begin(state.Select(entry => entry.Name.Split('/')[0]).Distinct());
        foreach (var statistics in domains.Values)
        {
            foreach (var (layer, own) in layers.Zip(statistics))
            {
                own.CopyFrom(layer.Norm.Statistics);
            }
        }

        using var noGrad = Autograd.NoGrad();
        var living = State().ToDictionary(entry => entry.Name, entry => entry.Tensor, StringComparer.Ordinal);
        foreach (var (name, tensor) in state)
        {
            Require.That(
                living.TryGetValue(name, out var own) && own.Shape.SequenceEqual(tensor.Shape), "checkpoint",
                $"running statistics {name}, which the model has not, or of another size", "those of the model's batch normalization",
                "use the configuration that the checkpoint was trained with");
            own!.CopyInPlace(tensor);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statistics in domains.Values.SelectMany(all => all))
        {
            statistics.Dispose();
        }

        domains.Clear();
    }

    private void Exchange(RunningStatistics[] statistics)
    {
        for (var k = 0; k < statistics.Length; k++)
        {
            statistics[k] = layers[k].Norm.Exchange(statistics[k]);
        }

        isEntered = !isEntered;
    }

    private sealed class Visit : IDisposable
    {
        private readonly DomainStatistics owner;
        private readonly RunningStatistics[] statistics;

        public Visit(DomainStatistics owner, RunningStatistics[] statistics)
        {
            (this.owner, this.statistics) = (owner, statistics);
            owner.Exchange(statistics);
        }

        public void Dispose() => owner.Exchange(statistics);
    }
}
