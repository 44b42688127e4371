using Panoptes.Foundation;
using Panoptes.Tensors.Modules;
using Panoptes.Tensors.Optimizers;
using Panoptes.Training.Checkpoints;
using Panoptes.Training.Configuration;
using Panoptes.Training.Schedules;

namespace Panoptes.Training.Engine;

/// <summary>Makes the optimizer that a configuration describes.</summary>
public static class ParameterGroups
{
    /// <summary>
    /// Parts a model's parameters into groups of one learning rate and weight decay, as <see cref="ParameterRules"/> says.
    /// </summary>
    /// <param name="model">Whose parameters; those that take no gradient are left out.</param>
    /// <param name="config">Base rate, decay and rules.</param>
    /// <param name="schedule">How rates change; where the backbone's change otherwise, it has groups of its own. Null where they do
    /// not.</param>
    /// <exception cref="InputException">A rule's key is given twice or is a part of no parameter's name, the rate is to decay over layers
    /// that the model does not name, or nothing is left to train.</exception>
    public static IReadOnlyList<ParameterGroup> Build(Module model, OptimizerConfig config, ScheduleConfig? schedule = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(config);
        var names = model.NamedParameters().Select(entry => entry.Name).ToList();
        if (config.Rules.FirstOrDefault(rule => !names.Exists(name => name.Contains(rule.Key, StringComparison.Ordinal))) is { } idle)
        {
            throw new InputException(
                "train.optimizer.rules", $"the key \"{idle.Key}\", which is a part of no parameter's name",
                $"a part of names such as {names.FirstOrDefault()}", "correct or remove the rule: it has no effect");
        }

        var rules = new ParameterRules
        {
            Keys = [.. config.Rules.Select(rule => new ParameterRule(rule.Key, rule.LearningRateMultiplier, rule.DecayMultiplier))],
            BiasLearningRate = config.BiasLearningRateMultiplier,
            BiasWeightDecay = config.BiasDecayMultiplier,
            NormalizationWeightDecay = config.NormDecayMultiplier,
            DepthwiseWeightDecay = config.DepthwiseDecayMultiplier,
            Place = BackbonePlaces.Of(model, config, schedule?.PartsBackbone ?? false),
        };
        var groups = rules.Apply(model, config.LearningRate, config.WeightDecay);
        return groups.Count > 0
            ? groups
            : throw new InputException("model", "no parameter that takes a gradient", "at least one", "freeze fewer layers");
    }

    /// <summary>An optimizer of the configured kind over groups.</summary>
    public static IOptimizer Optimizer(IReadOnlyList<ParameterGroup> groups, OptimizerConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return config.Name == OptimizerKind.Sgd
            ? new Sgd(groups, config.Momentum, config.Nesterov)
            : new AdamW(groups, config.Beta1, config.Beta2, config.Epsilon);
    }

    /// <summary>The rate of a group's update.</summary>
    /// <param name="schedule">How rates change; a group of the backbone's part follows the backbone's own.</param>
    /// <param name="group">The group.</param>
    /// <param name="step">Updates done before this one.</param>
    /// <param name="steps">Updates in the whole training.</param>
    public static double Rate(ScheduleConfig schedule, ParameterGroup group, long step, long steps)
    {
        ArgumentNullException.ThrowIfNull(group);
        return Schedule.LearningRate(schedule, group.BaseLearningRate, step, steps, group.Part == BackbonePlaces.Backbone);
    }

    /// <summary>The groups in a line each.</summary>
    public static IReadOnlyList<GroupSummary> Summaries(IReadOnlyList<ParameterGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        return [.. groups.Select(group => new GroupSummary(
            group.BaseLearningRate, group.WeightDecay, group.Parameters.Count, group.Count, group.Parameters[0].Name))];
    }
}
