using Panoptes.Export.Graphs;

namespace Panoptes.Export.Operators;

/// <summary>Turns a call into nodes and gives the names of its results.</summary>
internal delegate string[] OperatorRule(Call call);

/// <summary>
/// The rule of every operator that is known, by its name with overload. What writes in place has the rule of the operator that does not:
/// the recording tells the written tensor as a new value.
/// </summary>
internal sealed class OperatorRules
{
    private readonly Dictionary<string, OperatorRule> rules = [];

    private OperatorRules()
    {
        foreach (var family in new[]
        {
            Elementwise.Rules, Arithmetic.Rules, Comparisons.Rules, Shapes.Rules, Parts.Rules, Joins.Rules, Creation.Rules,
            Reductions.Rules, Products.Rules, Convolutions.Rules, Normalizations.Rules, Pooling.Rules, Resampling.Rules, Sampling.Rules,
            WriteBacks.Rules, Detection.Rules,
        })
        {
            foreach (var (name, rule) in family)
            {
                rules.Add(name, rule);
            }
        }
    }

    /// <summary>All of them.</summary>
    public static OperatorRules All { get; } = new();

    /// <summary>An operator's rule, or null.</summary>
    public OperatorRule? Find(string name)
    {
        if (rules.TryGetValue(name, out var rule))
        {
            return rule;
        }

        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var (plain, overload) = dot < 0 ? (name, "") : (name[..dot], name[dot..]);
        return plain.EndsWith('_') ? rules.GetValueOrDefault(plain[..^1] + overload) : null;
    }
}
