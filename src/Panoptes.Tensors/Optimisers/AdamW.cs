namespace Panoptes.Tensors.Optimisers;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019), as <c>torch.optim.AdamW</c> computes it.</summary>
public sealed class AdamW : IOptimiser
{
    private readonly OptimiserState _state;
    private readonly Dictionary<string, long> _steps = [];
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _epsilon;

    /// <summary>Makes the optimiser.</summary>
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
        _state = new OptimiserState(groups, "exp_avg", "exp_avg_sq", "step");
    }

    /// <inheritdoc/>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <inheritdoc/>
    public void Step()
    {
        using var noGrad = Autograd.NoGrad();
        foreach (var group in Groups)
        {
            using var scope = TensorScope.Open();
            var batch = StepBatch.Of(group);
            if (batch.Parameters.Length > 0)
            {
                Step(group, batch);
            }
        }
    }

    /// <inheritdoc/>
    public void ZeroGrad()
    {
        foreach (var group in Groups)
        {
            Autograd.ClearGrads([.. group.Parameters.Select(p => p.Tensor)]);
        }
    }

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
            if (_state.Find(name) is { } slots)
            {
                _steps[name] = slots[2].ItemInt64();
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

    private void Step(ParameterGroup group, StepBatch batch)
    {
        var count = batch.Parameters.Length;
        var means = new Tensor[count];
        var squares = new Tensor[count];
        var rootCorrections = new Scalar[count];
        var negativeStepSizes = new Scalar[count];
        for (var k = 0; k < count; k++)
        {
            (means[k], squares[k]) = Remembered(batch.Names[k], batch.Parameters[k]);
            var step = _steps[batch.Names[k]] = _steps.GetValueOrDefault(batch.Names[k]) + 1;
            rootCorrections[k] = Math.Sqrt(1 - Math.Pow(_beta2, step));
            negativeStepSizes[k] = -group.LearningRate / (1 - Math.Pow(_beta1, step));
        }

        if (group.WeightDecay != 0)
        {
            Ops.ForeachMulInPlace(batch.Parameters, 1 - (group.LearningRate * group.WeightDecay));
        }

        Ops.ForeachMulInPlace(means, _beta1);
        Ops.ForeachAddInPlace(means, batch.Gradients, 1 - _beta1);
        Ops.ForeachMulInPlace(squares, _beta2);
        Ops.ForeachAddcmulInPlace(squares, batch.Gradients, batch.Gradients, 1 - _beta2);
        var denominators = Ops.ForeachSqrt(squares);
        Ops.ForeachDivInPlace(denominators, rootCorrections);
        Ops.ForeachAddInPlace(denominators, _epsilon);
        Ops.ForeachAddcdivInPlace(batch.Parameters, means, denominators, negativeStepSizes);
    }

    private (Tensor Mean, Tensor Square) Remembered(string name, Tensor parameter)
    {
        if (_state.Find(name) is null)
        {
            _state.Set(name, parameter.ZerosLike(), parameter.ZerosLike(), Tensor.Zeros([], DType.Int64));
        }

        var slots = _state.Find(name)!;
        return (slots[0], slots[1]);
    }
}
