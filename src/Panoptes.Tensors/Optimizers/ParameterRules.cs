using System.Globalization;
using System.Text;
using Panoptes.Tensors.Modules;

namespace Panoptes.Tensors.Optimizers;

/// <summary>What applies to parameters whose dotted name contains a key.</summary>
/// <param name="Key">A piece of a name, such as <c>backbone</c> or <c>head</c>.</param>
/// <param name="LearningRate">Factor of the learning rate.</param>
/// <param name="WeightDecay">Factor of the weight decay.</param>
public sealed record ParameterRule(string Key, double LearningRate = 1, double WeightDecay = 1);

/// <summary>Where a parameter stands in its model.</summary>
/// <param name="Part">A part whose parameters share no group with others', such as the backbone; empty where all are alike.</param>
/// <param name="LearningRate">Factor of the learning rate on top of all others.</param>
public readonly record struct ParameterPlace(string Part, double LearningRate);

/// <summary>
/// Splits a model's parameters into groups. Keys are sorted alphabetically and then by length, longest first; the first one that a
/// parameter's name contains wins, and it switches the generic factors for biases and normalizations off. The rule is mmengine's
/// (<c>DefaultOptimWrapperConstructor</c>).
/// </summary>
public sealed record ParameterRules
{
    /// <summary>Rules by key; none at first.</summary>
    public IReadOnlyList<ParameterRule> Keys { get; init; } = [];

    /// <summary>Factor of the learning rate of biases that belong to no normalization.</summary>
    public double BiasLearningRate { get; init; } = 1;

    /// <summary>Factor of the weight decay of biases that belong to no normalization.</summary>
    public double BiasWeightDecay { get; init; } = 1;

    /// <summary>Factor of the weight decay of weights and biases of normalizations.</summary>
    public double NormalizationWeightDecay { get; init; } = 1;

    /// <summary>Factor of the weight decay of depthwise convolutions.</summary>
    public double DepthwiseWeightDecay { get; init; } = 1;

    /// <summary>Where the parameter of a name stands, whatever else decides on it; null where that changes nothing.</summary>
    public Func<string, ParameterPlace>? Place { get; init; }

    /// <summary>The groups of a model's parameters that want a gradient, each with its own learning rate and weight decay.</summary>
    /// <exception cref="ArgumentException">A key is empty or there twice.</exception>
    public IReadOnlyList<ParameterGroup> Apply(Module model, double learningRate, double weightDecay)
    {
        ArgumentNullException.ThrowIfNull(model);
        var rules = SortedKeys();
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        var groups = new Dictionary<(string Part, double LearningRate, double WeightDecay), List<(string, Tensor)>>();
        foreach (var (prefix, module) in model.NamedModules())
        {
            foreach (var (name, tensor) in module.OwnParameters)
            {
                var full = prefix.Length == 0 ? name : $"{prefix}.{name}";
                if (!tensor.RequiresGrad || !seen.Add(tensor))
                {
                    continue;
                }

                var factors = rules.FirstOrDefault(r => full.Contains(r.Key, StringComparison.Ordinal)) is { } rule
                    ? (rule.LearningRate, rule.WeightDecay)
                    : Generic(module, name);
                var place = Place?.Invoke(full) ?? new ParameterPlace("", 1);
                var key = (place.Part, learningRate * factors.Item1 * place.LearningRate, weightDecay * factors.Item2);
                if (!groups.TryGetValue(key, out var members))
                {
                    groups.Add(key, members = []);
                }

                members.Add((full, tensor));
            }
        }

        return [.. groups.Select(g => new ParameterGroup(g.Value, g.Key.LearningRate, g.Key.WeightDecay) { Part = g.Key.Part })];
    }

    /// <summary>One line a group: tensors, elements, learning rate, weight decay, and the first name.</summary>
    public static string Describe(IReadOnlyList<ParameterGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var text = new StringBuilder();
        for (var k = 0; k < groups.Count; k++)
        {
            var g = groups[k];
            text.AppendLine(CultureInfo.InvariantCulture, $"group {k}: {g.Parameters.Count} tensors, {g.Count} parameters, learning rate "
                + $"{g.LearningRate:G6}, weight decay {g.WeightDecay:G6}, from {g.Parameters[0].Name}");
        }

        return text.ToString();
    }

    private ParameterRule[] SortedKeys()
    {
        if (Keys.FirstOrDefault(r => r.Key.Length == 0) is not null)
        {
            throw new ArgumentException("a key of a parameter rule is empty");
        }

        if (Keys.GroupBy(r => r.Key).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"the key '{twice.Key}' has two parameter rules");
        }

        return [.. Keys.OrderBy(r => r.Key, StringComparer.Ordinal).OrderByDescending(r => r.Key.Length)];
    }

    private (double LearningRate, double WeightDecay) Generic(Module module, string name)
    {
        var isNormalization = module is INormalization;
        var isBias = name == "bias";
        var isDepthwise = module is Conv2d { Groups: > 1 } convolution && convolution.Weight.Size(1) == 1;
        var decay = isNormalization ? NormalizationWeightDecay : isDepthwise ? DepthwiseWeightDecay : isBias ? BiasWeightDecay : 1;
        return (isBias && !isNormalization ? BiasLearningRate : 1, decay);
    }
}
