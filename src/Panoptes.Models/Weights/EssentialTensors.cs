using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Weights;

/// <summary>
/// What a network cannot do without, whatever share of its tensors a file fills: the layer that takes the image, and in every stage of the
/// backbone each kind of tensor that is there (the convolutions of a stem, the norms of a stage, a position table). A head whose
/// convolutions come from a file must have its norms from it, too.
/// </summary>
internal static class EssentialTensors
{
    private const int ImageChannels = 3;

    /// <summary>What is missing, or null where nothing is.</summary>
    /// <param name="module">What is filled.</param>
    /// <param name="target">Its tensors.</param>
    /// <param name="filled">The names that the file fills.</param>
    /// <param name="withHeads">Whether heads are filled, too.</param>
    public static string? Gap(Module module, IReadOnlyDictionary<string, Tensor> target, IReadOnlySet<string> filled, bool withHeads)
    {
        var (prefix, backbone) = BackbonePart.Of(module);
        var owners = module.NamedModules().ToDictionary(entry => entry.Name, entry => entry.Module.GetType(), StringComparer.Ordinal);
        var own = target.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && !NameMatch.IsConstant(name)
            && backbone?.MayLack(name[prefix.Length..]) is not true).ToArray();
        if (own.FirstOrDefault(name => target[name] is { Rank: 4 } kernel && kernel.Size(1) == ImageChannels) is string input
            && own.FirstOrDefault(name => Owner(name) == Owner(input) && !filled.Contains(name)) is string absent)
        {
            return $"the layer that takes the image, {absent} ({ShapeOf(target[absent])})";
        }

        var gap = own.GroupBy(name => (Stage: Stage(name[prefix.Length..]), Kind: Kind(name, owners)))
            .FirstOrDefault(group => !group.Any(filled.Contains));
        if (gap is not null)
        {
            return $"every {gap.Key.Kind} of {prefix}{gap.Key.Stage}, such as {gap.First()}";
        }

        return withHeads && prefix.Length > 0 ? HeadGap(prefix, target, filled, owners) : null;
    }

    private static string? HeadGap(
        string prefix, IReadOnlyDictionary<string, Tensor> target, IReadOnlySet<string> filled, Dictionary<string, Type> owners)
    {
        foreach (var head in target.Keys.Where(name => !name.StartsWith(prefix, StringComparison.Ordinal)
            && !NameMatch.IsConstant(name)).GroupBy(name => name.Split('.')[0]))
        {
            var norms = head.Where(name => IsNorm(name, owners)).GroupBy(name => Kind(name, owners))
                .FirstOrDefault(kind => !kind.Any(filled.Contains));
            if (norms is not null && head.Any(
                name => filled.Contains(name) && !IsNorm(name, owners) && !name.Contains(".conv_seg.", StringComparison.Ordinal)))
            {
                return $"every {norms.Key} of {head.Key}, such as {norms.First()}";
            }
        }

        return null;
    }

    private static string Owner(string name) => name.LastIndexOf('.') is >= 0 and var dot ? name[..dot] : "";

    // A numbered part (layer1, stage2), or one of a list (features.3, blocks.11, layers.0, stem.0).
    private static string Stage(string name)
    {
        var parts = name.Split('.');
        return parts.Length > 2 && !char.IsAsciiDigit(parts[0][^1]) && parts[1].All(char.IsAsciiDigit)
            ? $"{parts[0]}.{parts[1]}"
            : parts[0];
    }

    private static string Kind(string name, Dictionary<string, Type> owners)
    {
        var leaf = name[(name.LastIndexOf('.') + 1)..];
        return owners.TryGetValue(Owner(name), out var type) ? $"{type.Name} {leaf}" : leaf;
    }

    private static bool IsNorm(string name, Dictionary<string, Type> owners) =>
        owners.TryGetValue(Owner(name), out var type) && type.Name.Contains("Norm", StringComparison.Ordinal);

    private static string ShapeOf(Tensor tensor) => string.Join('x', tensor.Shape.ToArray());
}
