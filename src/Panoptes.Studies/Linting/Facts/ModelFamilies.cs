using System.Text.RegularExpressions;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Panoptes.Studies.Linting.Facts;

/// <summary>The families of models that come with Panoptes, compiled in.</summary>
internal static class ModelFamilies
{
    private static readonly IReadOnlyList<(ModelFamily Family, Regex Pattern)> Known = Read();

    /// <summary>All of them.</summary>
    public static IEnumerable<ModelFamily> All => Known.Select(entry => entry.Family);

    /// <summary>Where families are named in a text, from left to right, without overlaps.</summary>
    public static IReadOnlyList<(ModelFamily Family, int Start, int Length)> Find(string text)
    {
        var lower = text.ToLowerInvariant();
        var found = new List<(ModelFamily Family, int Start, int Length)>();
        foreach (var (family, pattern) in Known)
        {
            foreach (Match match in pattern.Matches(lower))
            {
                if (!found.Any(other => other.Start < match.Index + match.Length && match.Index < other.Start + other.Length))
                {
                    found.Add((family, match.Index, match.Length));
                }
            }
        }

        found.Sort((a, b) => a.Start.CompareTo(b.Start));
        return found;
    }

    private static List<(ModelFamily Family, Regex Pattern)> Read()
    {
        using var stream = typeof(ModelFamilies).Assembly.GetManifestResourceStream("linting/model-facts.yaml")!;
        using var reader = new StreamReader(stream);
        var families = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build()
            .Deserialize<List<ModelFamily>>(reader);
        return [.. families.Select(family => (family, new Regex(family.Pattern, RegexOptions.CultureInvariant)))];
    }
}
