using Panoptes.Tensors.Modules;
using Panoptes.Tensors.Optimizers;

namespace Panoptes.Tensors.Tests;

public sealed class OptimizerTests
{
    // Three steps on ((k + 1) * p * p).sum() + 2 * q + p.sum() * q from p = (1, -2, 0.5), q = 3: what torch.optim gives.
    [Theory]
    [InlineData("sgd", 0.17412500, -1.33787501, -0.07787499, 2.82793736)]
    [InlineData("sgd momentum", -0.45041230, -1.03858042, -0.54844022, 2.65986729)]
    [InlineData("sgd dampening", -0.23824552, -1.27070069, -0.41032135, 2.69699645)]
    [InlineData("sgd nesterov", -0.70592254, -0.63182658, -0.69357324, 2.62225342)]
    [InlineData("adamw", 0.83609819, -1.83321452, 0.34307984, 2.80616379)]
    public void Three_steps_match_PyTorch(string name, double p0, double p1, double p2, double q0)
    {
        using var scope = TensorScope.Open();
        var problem = new Problem();
        using var optimizer = problem.Optimizer(name);
        problem.Steps(optimizer, 0, 3);
        Close.To([(float)p0, (float)p1, (float)p2, (float)q0], problem.Values(), 1e-6);
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("sgd nesterov")]
    [InlineData("adamw")]
    public void A_saved_state_continues_bit_for_bit(string name)
    {
        using var scope = TensorScope.Open();
        var unbroken = new Problem();
        using var first = unbroken.Optimizer(name);
        unbroken.Steps(first, 0, 6);

        var broken = new Problem();
        using var before = broken.Optimizer(name);
        broken.Steps(before, 0, 3);
        var saved = before.State().Select(s => (s.Name, s.Tensor.Clone())).ToList();
        using var after = broken.Optimizer(name);
        after.LoadState(saved);
        broken.Steps(after, 3, 6);

        Assert.Equal(unbroken.Values(), broken.Values());
        Assert.Equal(first.State().Select(s => s.Name), after.State().Select(s => s.Name));
    }

    [Fact]
    public void The_state_is_named_by_slot_and_parameter()
    {
        using var scope = TensorScope.Open();
        var problem = new Problem();
        using var adam = problem.Optimizer("adamw");
        problem.Steps(adam, 0, 2);
        Assert.Equal(
            ["exp_avg.net.p", "exp_avg_sq.net.p", "step.net.p", "exp_avg.net.q", "exp_avg_sq.net.q", "step.net.q"],
            adam.State().Select(s => s.Name));
        Assert.Equal(2, adam.State()[2].Tensor.ItemInt64());
    }

    [Fact]
    public void A_state_for_other_parameters_is_refused_and_changes_nothing()
    {
        using var scope = TensorScope.Open();
        var problem = new Problem();
        using var adam = problem.Optimizer("adamw");
        problem.Steps(adam, 0, 1);
        var good = adam.State().Select(s => (s.Name, Tensor: s.Tensor.Clone())).ToList();

        Assert.Contains("fits no parameter", Refused([.. good, ("exp_avg.other", Tensor.Ones([3]))]));
        Assert.Contains("lacks one of", Refused([.. good.Skip(1)]));
        Assert.Contains("Float32[7]", Refused([("exp_avg.net.p", Tensor.Ones([7])), .. good.Skip(1)]));
        Assert.All(adam.State().Zip(good), pair => Assert.True(pair.First.Tensor.Equal(pair.Second.Tensor)));

        string Refused((string, Tensor)[] state) => Assert.Throws<ArgumentException>(() => adam.LoadState(state)).Message;
    }

    [Fact]
    public void Parameters_without_a_gradient_stay_and_learning_rates_can_change_between_steps()
    {
        using var scope = TensorScope.Open();
        var problem = new Problem();
        using var sgd = problem.Optimizer("sgd momentum");
        problem.P.Sum().Backward();
        sgd.Step();
        Assert.Equal(3f, problem.Values()[3]);
        var before = problem.Values();
        sgd.Groups[0].LearningRate = 0;
        sgd.Step();
        Assert.Equal(before, problem.Values());
        Assert.Equal(0.05, sgd.Groups[0].BaseLearningRate);
        sgd.ZeroGrad();
        Assert.Null(problem.P.Grad);
    }

    [Fact]
    public void Gradients_are_scaled_to_the_largest_norm_together()
    {
        using var scope = TensorScope.Open();
        var a = Tensor.Zeros([2]);
        var b = Tensor.Zeros([1]);
        a.RequiresGrad = b.RequiresGrad = true;
        a.Grad = Tensor.From<float>([3, 0], 2);
        b.Grad = Tensor.From<float>([4], 1);

        Assert.Equal(5, GradientClipping.Norm([a, b]), 6);
        Assert.Equal(5, GradientClipping.ByNorm([a, b], 10), 6);
        Assert.Equal([3f, 0f], a.Grad!.ToArray<float>());
        Assert.Equal(5, GradientClipping.ByNorm([a, b], 1), 6);
        Close.To([0.6f, 0], a.Grad!.ToArray<float>());
        Close.To([0.8f], b.Grad!.ToArray<float>());

        a.Grad = Tensor.From<float>([float.NaN, 0], 2);
        Assert.False(double.IsFinite(GradientClipping.ByNorm([a, b], 1)));
        Close.To([0.8f], b.Grad!.ToArray<float>());
        Assert.Equal(0, GradientClipping.ByNorm([Tensor.Ones([1])], 1));
    }

    [Fact]
    public void The_loss_scale_halves_on_overflow_and_doubles_after_good_steps()
    {
        using var scope = TensorScope.Open();
        var x = Tensor.Ones([2]);
        x.RequiresGrad = true;
        using var scaler = new LossScaler(Device.Cpu, 1024, growthInterval: 2);
        scaler.Apply((x * 3).Sum()).Backward();
        Assert.Equal([3072f, 3072f], x.Grad!.ToArray<float>());
        var states = new List<(double Scale, double GoodSteps)>();
        foreach (var isFinite in (bool[])[true, false, true, true, true])
        {
            scaler.Adapt(Tensor.Scalar(isFinite));
            states.Add((scaler.Scale.Item(), scaler.GoodSteps.Item()));
        }

        Assert.Equal([(1024, 1), (512, 0), (512, 1), (1024, 0), (1024, 1)], states);
        scaler.Load(1, 0);
        scaler.Adapt(Tensor.Scalar(false));
        Assert.Equal(1, scaler.Scale.Item());
    }

    [Fact]
    public void Impossible_settings_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Sgd([], momentum: 0, nesterov: true));
        Assert.Throws<ArgumentException>(() => new Sgd([], nesterov: true, dampening: 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW([], beta1: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterGroup([], double.NaN, 0));
        using var scope = TensorScope.Open();
        var group = new ParameterGroup([("w", Tensor.Ones([1]))], 1, 0);
        Assert.Contains("'w' is in two groups", Assert.Throws<ArgumentException>(() => new Sgd([group, group])).Message);
    }

    [Fact]
    public void The_longest_key_wins_and_switches_the_generic_factors_off()
    {
        using var net = new Sequential(
            ("backbone", new Sequential(
                ("conv", new Conv2d(2, 2, 1)), ("norm", new BatchNorm2d(2)), ("depthwise", new Conv2d(2, 2, 3, groups: 2)))),
            ("head", new Sequential(("conv", new Conv2d(2, 2, 1)), ("norm", new BatchNorm2d(2)))));
        net.NamedParameters()[^1].Tensor.RequiresGrad = false;
        var rules = new ParameterRules
        {
            Keys = [new("head", LearningRate: 10), new("backbone.norm", WeightDecay: 0.5), new("norm", WeightDecay: 0)],
            BiasLearningRate = 2,
            BiasWeightDecay = 0,
            DepthwiseWeightDecay = 0.1,
        };

        var groups = rules.Apply(net, 0.01, 1);
        var found = groups.SelectMany(g => g.Parameters.Select(p => (p.Name, (g.LearningRate, g.WeightDecay))))
            .ToDictionary(x => x.Name, x => x.Item2);

        Assert.Equal((0.01, 1.0), found["backbone.conv.weight"]);
        Assert.Equal((0.02, 0.0), found["backbone.conv.bias"]);
        Assert.Equal((0.01, 0.5), found["backbone.norm.weight"]);
        Assert.Equal((0.01, 0.5), found["backbone.norm.bias"]);
        Assert.Equal((0.01, 0.1), found["backbone.depthwise.weight"]);
        Assert.Equal((0.02, 0.1), found["backbone.depthwise.bias"]);
        Assert.Equal((0.1, 1.0), found["head.conv.bias"]);

        // "head" and "norm" are equally long: the alphabetically first one comes first.
        Assert.Equal((0.1, 1.0), found["head.norm.weight"]);
        Assert.False(found.ContainsKey("head.norm.bias"));
        Assert.Equal(9, found.Count);
        Assert.Equal(groups.Count, ParameterRules.Describe(groups).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("two parameter rules", Assert.Throws<ArgumentException>(
            () => new ParameterRules { Keys = [new("a"), new("a")] }.Apply(net, 1, 0)).Message);
    }

    private sealed class Problem
    {
        public Problem()
        {
            P.RequiresGrad = Q.RequiresGrad = true;
        }

        public Tensor P { get; } = Tensor.From<float>([1, -2, 0.5f], 3);

        public Tensor Q { get; } = Tensor.From<float>([3], 1);

        public IOptimizer Optimizer(string name)
        {
            ParameterGroup[] Groups(double decay) =>
                [new ParameterGroup([("net.p", P)], 0.05, decay), new ParameterGroup([("net.q", Q)], 0.05, decay)];
            return name switch
            {
                "sgd" => new Sgd(Groups(0), momentum: 0),
                "sgd momentum" => new Sgd(Groups(0.01)),
                "sgd dampening" => new Sgd(Groups(0.01), dampening: 0.3),
                "sgd nesterov" => new Sgd(Groups(0.01), nesterov: true),
                _ => new AdamW(Groups(0.1)),
            };
        }

        public void Steps(IOptimizer optimizer, int from, int to)
        {
            for (var k = from; k < to; k++)
            {
                optimizer.ZeroGrad();
                ((P * P * (k + 1)).Sum() + (Q.Sum() * 2) + (P.Sum() * Q).Sum()).Backward();
                optimizer.Step();
            }
        }

        public float[] Values() => [.. P.Detach().ToArray<float>(), .. Q.Detach().ToArray<float>()];
    }
}
