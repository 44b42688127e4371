using Panoptes.Tensors.Native;

namespace Panoptes.Tensors.Optimizers;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019), as <c>torch.optim.AdamW</c> computes it.</summary>
public sealed partial class AdamW : IOptimizer
{
    private readonly OptimizerState _state;
    private readonly Dictionary<string, long> _steps = [];
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _epsilon;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="groups">What is stepped.</param>
    /// <param name="beta1">Decay of the mean of gradients, 0 to below 1.</param>
    /// <param name="beta2">Decay of the mean of squared gradients, 0 to below 1.</param>
    /// <param name="epsilon">Added to the root of the mean square.</param>
    /// <exception cref="ArgumentException">A parameter is in two groups.</exception>
    public AdamW(IReadOnlyList<ParameterGroup> groups, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
    {
        CheckDecay(beta1, nameof(beta1));
        CheckDecay(beta2, nameof(beta2));
        Groups = groups;
        _beta1 = beta1;
        _beta2 = beta2;
        _epsilon = epsilon;
        _state = new OptimizerState(groups, "exp_avg", "exp_avg_sq", "step");
        StepsOnDevice = DeviceStep.Fits(groups);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <inheritdoc/>
    public void Step(Tensor? skip = null) => GroupSteps.Run(Groups, StepsOnDevice, skip, OnDevice, OnHost);

    /// <inheritdoc/>
    public void ZeroGrad() => GroupSteps.ZeroGrad(Groups);

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, Tensor Tensor)> State()
    {
        foreach (var (name, step) in _steps)
        {
            _state.Find(name)![2].FillInPlace(step);
        }

        return _state.List();
    }

    /// <inheritdoc/>
    public void LoadState(IReadOnlyList<(string Name, Tensor Tensor)> state)
    {
        _state.Load(state);
        _steps.Clear();
        foreach (var (name, _) in Groups.SelectMany(g => g.Parameters))
        {
            if (_state.Find(name) is not { } slots)
            {
                continue;
            }

            if (StepsOnDevice)
            {
                _state.Set(name, slots[0], slots[1], Counter(slots[2], slots[0].Device));
            }
            else
            {
                _steps[name] = (long)slots[2].Item();
            }
        }
    }

    /// <summary>Frees the means.</summary>
    public void Dispose() => _state.Dispose();

    private static void CheckDecay(double value, string name)
    {
        if (!(value is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(name, value, "must be at least 0 and below 1");
        }
    }

    private void OnHost(ParameterGroup group, StepBatch batch)
    {
        for (var k = 0; k < batch.Parameters.Length; k++)
        {
            Remember(batch.Names[k], batch.Parameters[k]);
        }

        var (fused, rest) = batch.Part(name => _state.Find(name)!.Take(2));
        Apply(fused, group, Fused);
        Apply(rest, group, OneAfterTheOther);
    }

    private void Apply(StepBatch batch, ParameterGroup group, Action<ParameterGroup, StepBatch, Moments> update)
    {
        var count = batch.Parameters.Length;
        if (count == 0)
        {
            return;
        }

        var moments = new Moments(new Tensor[count], new Tensor[count], new double[count], new double[count]);
        for (var k = 0; k < count; k++)
        {
            var slots = _state.Find(batch.Names[k])!;
            (moments.Means[k], moments.Squares[k]) = (slots[0], slots[1]);
            var step = _steps[batch.Names[k]] = _steps.GetValueOrDefault(batch.Names[k]) + 1;
            moments.Roots[k] = Math.Sqrt(1 - Math.Pow(_beta2, step));
            moments.Sizes[k] = group.LearningRate / (1 - Math.Pow(_beta1, step));
        }

        update(group, batch, moments);
    }

    /// <summary>One native call, one pass over the memory.</summary>
    private unsafe void Fused(ParameterGroup group, StepBatch batch, Moments moments)
    {
        fixed (nint* parameters = StepBatch.Handles(batch.Parameters))
        fixed (nint* gradients = StepBatch.Handles(batch.Gradients))
        fixed (nint* means = StepBatch.Handles(moments.Means))
        fixed (nint* squares = StepBatch.Handles(moments.Squares))
        fixed (double* roots = moments.Roots)
        fixed (double* sizes = moments.Sizes)
        {
            var decay = 1 - (group.LearningRate * group.WeightDecay);
            var status = NativeMethods.FusedAdamW(
                parameters, gradients, means, squares, roots, sizes, batch.Parameters.Length, decay, _beta1, _beta2, _epsilon);
            TensorException.ThrowIfFailed(status, "fused AdamW");
        }
    }

    private void OneAfterTheOther(ParameterGroup group, StepBatch batch, Moments moments)
    {
        if (group.WeightDecay != 0)
        {
            Ops.ForeachMulInPlace(batch.Parameters, 1 - (group.LearningRate * group.WeightDecay));
        }

        Ops.ForeachMulInPlace(moments.Means, _beta1);
        Ops.ForeachAddInPlace(moments.Means, batch.Gradients, 1 - _beta1);
        Ops.ForeachMulInPlace(moments.Squares, _beta2);
        Ops.ForeachAddcmulInPlace(moments.Squares, batch.Gradients, batch.Gradients, 1 - _beta2);
        var denominators = Ops.ForeachSqrt(moments.Squares);
        Ops.ForeachDivInPlace(denominators, [.. moments.Roots.Select(root => (Scalar)root)]);
        Ops.ForeachAddInPlace(denominators, _epsilon);
        Ops.ForeachAddcdivInPlace(batch.Parameters, moments.Means, denominators, [.. moments.Sizes.Select(size => (Scalar)(-size))]);
    }

    private void Remember(string name, Tensor parameter)
    {
        if (_state.Find(name) is null)
        {
            _state.Set(name, parameter.ZerosLike(), parameter.ZerosLike(), Tensor.Zeros([], DType.Int64));
        }
    }

    /// <summary>What a step needs of every parameter: running means of the gradient and its square, and the factors of this step.</summary>
    private readonly record struct Moments(Tensor[] Means, Tensor[] Squares, double[] Roots, double[] Sizes);
}
