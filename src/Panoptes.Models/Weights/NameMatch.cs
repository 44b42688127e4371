using Panoptes.Tensors;

namespace Panoptes.Models.Weights;

/// <summary>Finds how a file's names become a model's: a key map, a prefix to take off and one to put on.</summary>
internal sealed class NameMatch
{
    private const int MaximumPrefixes = 64;
    private const double LeastPrefixShare = 0.1;

    // Counters that older files lack and no result depends on, and indices that follow from the architecture.
    private static readonly string[] Constants = ["num_batches_tracked", "relative_position_index"];

    private static readonly string[] SecondNetworks = ["student", "ema", "momentum", "average"];

    private NameMatch(KeyMap map, string strip, string add, IReadOnlyList<(WeightSource Source, string Name)> names, int score)
    {
        (Map, Strip, Add, Names, Score) = (map, strip, add, names, score);
        List<string> words = [];
        if (map != KeyMap.Identity)
        {
            words.Add(map.Name);
        }

        if (strip.Length > 0)
        {
            words.Add($"without the prefix '{strip}'");
        }

        if (add.Length > 0)
        {
            words.Add($"with the prefix '{add}'");
        }

        Mapping = words.Count == 0 ? KeyMap.Identity.Name : string.Join(", ", words);
    }

    /// <summary>The key map.</summary>
    public KeyMap Map { get; }

    /// <summary>The prefix that is taken off.</summary>
    public string Strip { get; }

    /// <summary>The prefix that is put on.</summary>
    public string Add { get; }

    /// <summary>Every weight of the file with the name it gets.</summary>
    public IReadOnlyList<(WeightSource Source, string Name)> Names { get; }

    /// <summary>How many of them fit the model in name and shape.</summary>
    public int Score { get; }

    /// <summary>The translation in words.</summary>
    public string Mapping { get; }

    /// <summary>Whether a file may lack a name without harm.</summary>
    public static bool IsConstant(string name) => Constants.Any(constant => name.EndsWith(constant, StringComparison.Ordinal));

    /// <summary>The translation that fits most tensors; of equals, the plainest.</summary>
    public static NameMatch Best(WeightFile file, IReadOnlyDictionary<string, Tensor> target, IReadOnlyList<KeyMap> maps)
    {
        NameMatch? best = null;
        string[] added = ["", .. target.Keys.Select(FirstPart).Where(part => part.Length > 0).Distinct()];
        foreach (var map in maps)
        {
            var mapped = map.Apply(file.Entries.Where(IsWeight));
            foreach (var strip in Prefixes(mapped.Select(m => m.Name)))
            {
                foreach (var add in added)
                {
                    (WeightSource Source, string Name)[] names = [.. mapped.Select(
                        m => (m, m.Name.StartsWith(strip, StringComparison.Ordinal) ? add + m.Name[strip.Length..] : m.Name))];
                    // Each place counts once: taking a prefix off must not make two tensors of a file stand for the same weight.
                    var score = names.Where(n => Fits(n.Source, n.Name, target)).DistinctBy(n => n.Name).Count();
                    if (score > (best?.Score ?? -1))
                    {
                        best = new NameMatch(map, strip, add, names, score);
                    }
                }
            }
        }

        return best!;
    }

    /// <summary>
    /// Other beginnings of the file's names behind which as many tensors fit: a second network, such as averaged weights.
    /// </summary>
    public IReadOnlyList<string> Rivals(IReadOnlyDictionary<string, Tensor> target)
    {
        var sources = Names.Select(n => n.Source).ToArray();
        int Behind(string strip) => sources.Where(
            source => source.Name.StartsWith(strip, StringComparison.Ordinal) && Fits(source, Add + source.Name[strip.Length..], target))
            .DistinctBy(source => source.Name).Count();
        return [.. Prefixes(sources.Select(source => source.Name)).Where(strip => strip != Strip && Behind(strip) >= Score)];
    }

    /// <summary>Whether the model has a tensor of this name and shape.</summary>
    public static bool Fits(WeightSource source, string name, IReadOnlyDictionary<string, Tensor> target) =>
        target.TryGetValue(name, out var tensor) && SameShape(source, tensor);

    /// <summary>False for what the checkpoints of a training keep beside the weights (<c>@optimizer/...</c>, <c>@random/...</c>).</summary>
    private static bool IsWeight(WeightEntry entry) => !entry.Name.StartsWith('@');

    /// <summary>Whether shapes agree.</summary>
    public static bool SameShape(WeightSource source, Tensor tensor) => tensor.Shape.SequenceEqual([.. source.Shape]);

    private static string FirstPart(string name) => name.Contains('.') ? name[..(name.IndexOf('.') + 1)] : "";

    private static IEnumerable<string> Prefixes(IEnumerable<string> names)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var total = 0;
        foreach (var name in names)
        {
            total++;
            for (var (dot, depth) = (name.IndexOf('.'), 0); dot >= 0 && depth < 3; dot = name.IndexOf('.', dot + 1), depth++)
            {
                var prefix = name[..(dot + 1)];
                counts[prefix] = counts.GetValueOrDefault(prefix) + 1;
            }
        }

        // What few names begin with is no prefix of the file, but a part of the network: taken off, it could make one part pass for
        // another.
        return counts.Where(pair => pair.Value >= LeastPrefixShare * total)
            .OrderByDescending(pair => pair.Value).ThenBy(pair => IsSecond(pair.Key)).ThenBy(pair => pair.Key.Length).Take(MaximumPrefixes)
            .Select(pair => pair.Key).Prepend("");
    }

    // Where two networks of one training are in a file, these are not the ones that are meant.
    private static bool IsSecond(string prefix) => SecondNetworks.Any(name => prefix.Contains(name, StringComparison.Ordinal));
}
