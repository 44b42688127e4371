using Panoptes.Foundation;

namespace Panoptes.Training.Configuration;

/// <summary>The update rules that can be chosen.</summary>
public enum OptimizerKind
{
    /// <summary>Stochastic gradient descent with momentum and L2 weight decay.</summary>
    Sgd,

    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, 2019).</summary>
    AdamW,
}

/// <summary>Learning rate and weight decay of the parameters whose name contains a key.</summary>
/// <remarks>
/// Rules are tried with their keys sorted alphabetically, then by length, longest first; the first key that is a part of the parameter's
/// name decides (mmengine, DefaultOptimWrapperConstructor). A parameter that a rule decides is not touched by
/// <see cref="OptimizerConfig.NormDecayMultiplier"/>
/// and <see cref="OptimizerConfig.BiasDecayMultiplier"/>.
/// </remarks>
public sealed record ParameterRuleConfig
{
    /// <summary>Part of a parameter's name, such as <c>head</c> or <c>norm</c>.</summary>
    public string Key { get; init; } = "";

    /// <summary>Factor on the learning rate, at least 0.</summary>
    public double LearningRateMultiplier { get; init; } = 1;

    /// <summary>Factor on the weight decay, at least 0.</summary>
    public double DecayMultiplier { get; init; } = 1;
}

/// <summary>How weights are updated.</summary>
public sealed record OptimizerConfig
{
    /// <summary>The update rule.</summary>
    public OptimizerKind Name { get; init; } = OptimizerKind.AdamW;

    /// <summary>Base learning rate, above 0; rules multiply it per group and the schedule over the steps.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Weight decay, at least 0.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>SGD: momentum in [0, 1).</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>SGD: Nesterov's look-ahead.</summary>
    public bool Nesterov { get; init; }

    /// <summary>AdamW: decay of the gradient's mean, in [0, 1).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>AdamW: decay of the squared gradient's mean, in [0, 1).</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>AdamW: term that keeps the division from zero, above 0.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Largest L2 norm of the whole gradient; above it the gradient is scaled down. Null clips nothing.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>
    /// Largest magnitude of any element of the gradient, to which what is beyond it is brought; null clips nothing. Not beside
    /// <see cref="ClipNorm"/>.
    /// </summary>
    public double? ClipValue { get; init; }

    /// <summary>Learning-rate and decay factors by parameter name.</summary>
    public IReadOnlyList<ParameterRuleConfig> Rules { get; init; } = [];

    /// <summary>Factor on the weight decay of normalization weights and biases that no rule decides, at least 0.</summary>
    public double NormDecayMultiplier { get; init; } = 1;

    /// <summary>Factor on the weight decay of the other biases that no rule decides, at least 0.</summary>
    public double BiasDecayMultiplier { get; init; } = 1;

    /// <summary>Factor on the learning rate of biases outside normalizations that no rule decides, at least 0.</summary>
    public double BiasLearningRateMultiplier { get; init; } = 1;

    /// <summary>Factor on the weight decay of depthwise convolutions that no rule decides, at least 0.</summary>
    public double DepthwiseDecayMultiplier { get; init; } = 1;

    /// <summary>
    /// Factor on the learning rate of the backbone, on top of what rules say of it, above 0 (detectron2's BACKBONE_MULTIPLIER).
    /// </summary>
    public double BackboneLearningRateMultiplier { get; init; } = 1;

    /// <summary>
    /// Factor on the learning rate for each layer of the backbone below its last, above 0 and at most 1: layer-wise decay, for plain vision
    /// transformers. What takes the image counts as the first layer; a final norm and heads are above the last.
    /// </summary>
    public double LayerDecay { get; init; } = 1;

    /// <summary>
    /// Whether the backbone's last layers that queries pass, too, are spared the decay (EoMT's llrd_l2_enabled=false).
    /// </summary>
    public bool LayerDecaySparesLate { get; init; }

    /// <summary>Checks ranges.</summary>
    /// <exception cref="InputException">An option is out of range; names it.</exception>
    public void Validate()
    {
        Require.Positive("train.optimizer.layer_decay", LayerDecay);
        Require.Within("train.optimizer.layer_decay", LayerDecay, 0, 1);
        Require.Positive("train.optimizer.backbone_learning_rate_multiplier", BackboneLearningRateMultiplier);
        Require.Positive("train.optimizer.learning_rate", LearningRate);
        Require.AtLeast("train.optimizer.weight_decay", WeightDecay, 0);
        Require.Within("train.optimizer.momentum", Momentum, 0, 0.9999999);
        Require.Within("train.optimizer.beta1", Beta1, 0, 0.9999999);
        Require.Within("train.optimizer.beta2", Beta2, 0, 0.9999999);
        Require.Positive("train.optimizer.epsilon", Epsilon);
        Require.AtLeast("train.optimizer.norm_decay_multiplier", NormDecayMultiplier, 0);
        Require.AtLeast("train.optimizer.bias_decay_multiplier", BiasDecayMultiplier, 0);
        Require.AtLeast("train.optimizer.bias_learning_rate_multiplier", BiasLearningRateMultiplier, 0);
        Require.AtLeast("train.optimizer.depthwise_decay_multiplier", DepthwiseDecayMultiplier, 0);
        if (Rules.GroupBy(rule => rule.Key).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new InputException("train.optimizer.rules", $"the key \"{twice.Key}\" twice", "every key once", "join the two rules");
        }

        if (ClipNorm is { } norm)
        {
            Require.Positive("train.optimizer.clip_norm", norm);
        }

        if (ClipValue is { } value)
        {
            Require.Positive("train.optimizer.clip_value", value);
            Require.That(
                ClipNorm is null, "train.optimizer.clip_value", $"{value} beside a clip_norm of {ClipNorm}", "one of the two",
                "set the other to null");
        }

        if (Nesterov && Momentum == 0)
        {
            throw new InputException(
                "train.optimizer.nesterov", "true with momentum 0", "a momentum above 0",
                "set train.optimizer.momentum, or nesterov to false");
        }

        foreach (var rule in Rules)
        {
            if (rule.Key.Length == 0)
            {
                throw new InputException(
                    "train.optimizer.rules", "a rule without a key", "a part of a parameter's name",
                    "give every rule a key, such as head or norm");
            }

            Require.AtLeast($"train.optimizer.rules[{rule.Key}].learning_rate_multiplier", rule.LearningRateMultiplier, 0);
            Require.AtLeast($"train.optimizer.rules[{rule.Key}].decay_multiplier", rule.DecayMultiplier, 0);
        }
    }
}
