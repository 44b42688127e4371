using System.Globalization;
using Panoptes.Experiments.Settings;
using Panoptes.Models.Catalog;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;
using Panoptes.Training.Configuration;
using Panoptes.Training.Engine;

namespace Panoptes.Experiments.Recipes;

/// <summary>Learning rate and weight decay of one part of a model.</summary>
/// <param name="Part">The part: the first word of its parameters' names, and <c>norms</c> for normalizations in it.</param>
/// <param name="LearningRates">Its base learning rates, ascending.</param>
/// <param name="WeightDecays">Its weight decays, ascending.</param>
public sealed record GroupRate(string Part, IReadOnlyList<double> LearningRates, IReadOnlyList<double> WeightDecays)
{
    /// <summary>The rates as text: one, or several with commas.</summary>
    public string LearningRateText => Text(LearningRates);

    /// <summary>The decays as text.</summary>
    public string WeightDecayText => Text(WeightDecays);

    private static string Text(IEnumerable<double> values) =>
        string.Join(", ", values.Select(value => value.ToString("G4", CultureInfo.InvariantCulture)));
}

/// <summary>
/// The effective learning rates of a configuration, part by part, so that configurations with other rules can be compared.
/// </summary>
public static class GroupRates
{
    /// <summary>Classes where a configuration leaves their number to the data: rates do not depend on it.</summary>
    internal const int DefaultClasses = 19;

    /// <summary>Makes the model and looks where the optimizer's rules put each parameter.</summary>
    public static IReadOnlyList<GroupRate> Of(RunConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        using var scope = TensorScope.Open();
        using var model = ModelCatalog.Create(config.Model with { NumClasses = config.Model.NumClasses ?? DefaultClasses });
        return Of(model, config.Train.Optimizer);
    }

    /// <summary>The rates of a model's parts.</summary>
    public static IReadOnlyList<GroupRate> Of(Module model, OptimizerConfig optimizer)
    {
        ArgumentNullException.ThrowIfNull(model);
        var norms = model.NamedModules().Where(entry => entry.Module is INormalization).Select(entry => entry.Name)
            .ToHashSet(StringComparer.Ordinal);
        var groups = ParameterGroups.Build(model, optimizer);
        var first = groups.SelectMany(group => group.Parameters).Select(parameter => parameter.Name.Split('.')[0]).Distinct().ToArray();
        var prefix = first is [var only] ? only + "." : "";
        return
        [
            .. groups
                .SelectMany(group => group.Parameters
                    .Select(parameter => (Part: PartOf(parameter.Name, prefix, norms), group.BaseLearningRate, group.WeightDecay)))
                .GroupBy(entry => entry.Part)
                .Select(part => new GroupRate(
                    part.Key, [.. part.Select(entry => entry.BaseLearningRate).Distinct().Order()],
                    [.. part.Select(entry => entry.WeightDecay).Distinct().Order()])),
        ];
    }

    // A word that all names begin with tells no parts apart.
    private static string PartOf(string name, string prefix, HashSet<string> norms)
    {
        var dot = name.LastIndexOf('.');
        var part = name[prefix.Length..].Split('.')[0];
        return dot > 0 && norms.Contains(name[..dot]) ? $"{part} norms" : part;
    }
}
