using Panoptes.Tensors.Native;

namespace Panoptes.Tensors.Optimizers;

/// <summary>Stochastic gradient descent with momentum, as <c>torch.optim.SGD</c> computes it (Sutskever et al. 2013).</summary>
public sealed partial class Sgd : IOptimizer
{
    private const string Slot = "momentum_buffer";
    private readonly OptimizerState _state;
    private readonly double _momentum;
    private readonly double _dampening;
    private readonly bool _nesterov;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="groups">What is stepped.</param>
    /// <param name="momentum">Share of the last steps' direction that is kept, 0 to below 1.</param>
    /// <param name="nesterov">Looks ahead along the direction; needs momentum and no dampening.</param>
    /// <param name="dampening">Share of the gradient that is left out of the direction.</param>
    /// <exception cref="ArgumentException">Nesterov without momentum or with dampening, or a parameter in two groups.</exception>
    public Sgd(IReadOnlyList<ParameterGroup> groups, double momentum = 0.9, bool nesterov = false, double dampening = 0)
    {
        if (!(momentum is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(momentum), momentum, "must be at least 0 and below 1");
        }

        if (nesterov && (momentum == 0 || dampening != 0))
        {
            throw new ArgumentException("Nesterov's momentum needs a momentum and no dampening", nameof(nesterov));
        }

        Groups = groups;
        _momentum = momentum;
        _nesterov = nesterov;
        _dampening = dampening;
        _state = new OptimizerState(groups, Slot);
        // With dampening a direction's first step is another than the later ones, and only the host can know that the first was skipped.
        StepsOnDevice = dampening == 0 && DeviceStep.Fits(groups);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <inheritdoc/>
    public void Step(Tensor? skip = null) => GroupSteps.Run(Groups, StepsOnDevice, skip, OnDevice, OnHost);

    /// <inheritdoc/>
    public void ZeroGrad() => GroupSteps.ZeroGrad(Groups);

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, Tensor Tensor)> State() => _state.List();

    /// <inheritdoc/>
    public void LoadState(IReadOnlyList<(string Name, Tensor Tensor)> state) => _state.Load(state);

    /// <summary>Frees the momentum.</summary>
    public void Dispose() => _state.Dispose();

    private void OnHost(ParameterGroup group, StepBatch batch)
    {
        var (fused, rest) = batch.Part(name => _state.Find(name) ?? []);
        if (fused.Parameters.Length > 0)
        {
            Fused(group, fused);
        }

        if (rest.Parameters.Length > 0)
        {
            Ops.ForeachAddInPlace(rest.Parameters, Direction(group, rest), -group.LearningRate);
        }
    }

    /// <summary>One native call, one pass over the memory.</summary>
    private unsafe void Fused(ParameterGroup group, StepBatch batch)
    {
        var isFirst = new byte[batch.Parameters.Length];
        var directions = new nint[isFirst.Length];
        for (var k = 0; k < isFirst.Length && _momentum != 0; k++)
        {
            if (_state.Find(batch.Names[k]) is null)
            {
                isFirst[k] = 1;
                _state.Set(batch.Names[k], batch.Parameters[k].EmptyLike());
            }

            directions[k] = _state.Find(batch.Names[k])![0].Handle;
        }

        fixed (nint* parameters = StepBatch.Handles(batch.Parameters))
        fixed (nint* gradients = StepBatch.Handles(batch.Gradients))
        fixed (nint* buffers = directions)
        fixed (byte* first = isFirst)
        {
            var status = NativeMethods.FusedSgd(
                parameters, gradients, _momentum == 0 ? null : buffers, first, isFirst.Length, group.LearningRate, group.WeightDecay,
                _momentum, _dampening, _nesterov ? 1 : 0);
            TensorException.ThrowIfFailed(status, "fused SGD");
        }
    }

    private Tensor[] Direction(ParameterGroup group, StepBatch batch)
    {
        var gradients = group.WeightDecay != 0 ? Ops.ForeachAdd(batch.Gradients, batch.Parameters, group.WeightDecay) : batch.Gradients;
        if (_momentum == 0)
        {
            return gradients;
        }

        var isNew = new bool[gradients.Length];
        var buffers = new Tensor[gradients.Length];
        for (var k = 0; k < buffers.Length; k++)
        {
            isNew[k] = _state.Find(batch.Names[k]) is null;
            if (isNew[k])
            {
                // The first direction is the gradient itself, without dampening.
                _state.Set(batch.Names[k], gradients[k].Clone());
            }

            buffers[k] = _state.Find(batch.Names[k])![0];
        }

        var old = Enumerable.Range(0, buffers.Length).Where(k => !isNew[k]).ToArray();
        if (old.Length > 0)
        {
            Tensor[] oldBuffers = [.. old.Select(k => buffers[k])];
            Ops.ForeachMulInPlace(oldBuffers, _momentum);
            Ops.ForeachAddInPlace(oldBuffers, [.. old.Select(k => gradients[k])], 1 - _dampening);
        }

        return _nesterov ? Ops.ForeachAdd(gradients, buffers, _momentum) : buffers;
    }
}
