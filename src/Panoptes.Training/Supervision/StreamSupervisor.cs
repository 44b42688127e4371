using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Streams;

namespace Panoptes.Training.Supervision;

/// <summary>
/// A supervisor of one of several streams: its losses are weighted, and carry the stream's name unless that is the labeled one.
/// </summary>
/// <param name="inner">The supervisor.</param>
/// <param name="stream">Its stream.</param>
/// <param name="weight">Factor on its losses.</param>
internal sealed class StreamSupervisor(ISupervisor inner, string stream, double weight) : ISupervisor, IDisposable
{
    /// <summary>The supervisor itself.</summary>
    public ISupervisor Inner => inner;

    /// <inheritdoc/>
    public string Name => Named(inner.Name);

    /// <inheritdoc/>
    public IReadOnlyList<string> Streams => inner.Streams;

    /// <inheritdoc/>
    public SampleParts Parts => inner.Parts;

    /// <inheritdoc/>
    public bool IsStatic => inner.IsStatic;

    /// <inheritdoc/>
    public void Check(Segmenter model) => inner.Check(model);

    /// <inheritdoc/>
    public void Inspect(string stream, Batch batch) => inner.Inspect(stream, batch);

    /// <inheritdoc/>
    public IReadOnlyList<NamedLoss> Compute(StepContext step) =>
        [.. inner.Compute(step).Select(loss => loss with { Name = Named(loss.Name), Weight = loss.Weight * weight })];

    /// <inheritdoc/>
    public void AfterUpdate(long step, Tensor skip) => inner.AfterUpdate(step, skip);

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, Tensor Tensor)> State() => inner.State();

    /// <inheritdoc/>
    public string? OwnStateSetting => inner.OwnStateSetting;

    /// <inheritdoc/>
    public void LoadState(IReadOnlyList<(string Name, Tensor Tensor)> state) => inner.LoadState(state);

    /// <inheritdoc/>
    public void Dispose() => (inner as IDisposable)?.Dispose();

    private string Named(string name) => SampleStream.Logged(stream, name);
}
