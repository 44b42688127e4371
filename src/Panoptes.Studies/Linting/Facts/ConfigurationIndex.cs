using System.Text.RegularExpressions;
using Panoptes.Foundation;

namespace Panoptes.Studies.Linting.Facts;

/// <summary>The configurations of a report, found by labels and in sentences.</summary>
internal sealed partial class ConfigurationIndex
{
    private const int Most = 1000;
    private readonly List<Configuration> all = [];
    private readonly Dictionary<string, IReadOnlyList<ConfigurationMention>> mentions = [];

    /// <summary>All of them, in the order found.</summary>
    public IReadOnlyList<Configuration> All => all;

    /// <summary>Adds a configuration that a table of parameters states.</summary>
    /// <exception cref="InputException">A report has not that many.</exception>
    public Configuration Add(Configuration configuration)
    {
        if (all.Count >= Most)
        {
            throw new InputException("report", $"more than {Most} configurations", "a report for readers",
                "give the report, not its data");
        }

        all.Add(configuration);
        mentions.Clear();
        return configuration;
    }

    /// <summary>The configuration that a label means; one is added where it is none of those known.</summary>
    /// <param name="label">A header, a cell or a caption.</param>
    /// <param name="line">Where it stands.</param>
    /// <param name="model">The model that it is for, where that is known.</param>
    public Configuration Resolve(string label, int line, string? model = null)
    {
        var found = Find(label, model) ?? Add(Create(label));
        Learn(found, label);
        found.Lines.Add(line);
        return found;
    }

    /// <summary>The configuration that a label means, or null.</summary>
    public Configuration? Find(string label, string? model = null)
    {
        var (iterations, batch) = Numbers(label);
        var name = NameOf(label);
        var candidates = all.Where(configuration => configuration.Model is null || model is null || configuration.Model == model)
            .ToList();
        var own = candidates.Where(configuration => configuration.Model is not null && configuration.Model == model).ToList();
        if (own.Count > 0 && Pick(own, name, iterations, batch) is { } special)
        {
            return special;
        }

        return Pick(candidates, name, iterations, batch);
    }

    /// <summary>Where configurations are named in a text, from left to right.</summary>
    public IReadOnlyList<ConfigurationMention> Mentions(string text) =>
        mentions.TryGetValue(text, out var known) ? known : mentions[text] = FindAll(text);

    private List<ConfigurationMention> FindAll(string text)
    {
        var found = new List<ConfigurationMention>();
        var tokens = ConfigurationText.Tokens(text);
        for (var i = 0; i < tokens.Count; i++)
        {
            var (iterations, batch, start, end) = (tokens[i].Iterations, tokens[i].Batch, tokens[i].Start, tokens[i].Start
                + tokens[i].Length);
            if (i + 1 < tokens.Count && tokens[i + 1].Start - end <= 14 && Joins(text[end..tokens[i + 1].Start])
                && (iterations is null) != (tokens[i + 1].Iterations is null) && (batch is null) != (tokens[i + 1].Batch is null))
            {
                var joined = all.Where(configuration => configuration.Iterations == (iterations ?? tokens[i + 1].Iterations)
                    && configuration.Batch == (batch ?? tokens[i + 1].Batch)).ToList();
                if (joined.Count > 0)
                {
                    i++;
                    found.Add(new ConfigurationMention(joined, start, tokens[i].Start + tokens[i].Length - start));
                    continue;
                }
            }

            var matching = all.Where(configuration => (iterations is null || configuration.Iterations == iterations)
                && (batch is null || configuration.Batch == batch)).ToList();
            if (matching.Count > 0)
            {
                found.Add(new ConfigurationMention(matching, start, end - start));
            }
        }

        foreach (Match match in ReferenceWord().Matches(text))
        {
            Add(found, all.Where(configuration => configuration.IsReference), match.Index, match.Length);
        }

        var named = all.SelectMany(configuration => configuration.Names.Select(name => (name, configuration)))
            .Where(entry => (entry.name.Length >= 3 || (entry.name.Any(char.IsAsciiDigit) && entry.name.Any(char.IsAsciiLetter)))
                && !IsGeneric().IsMatch(entry.name))
            .GroupBy(entry => entry.name, entry => entry.configuration, StringComparer.OrdinalIgnoreCase);
        foreach (var group in named.OrderByDescending(group => group.Key.Length))
        {
            var at = text.IndexOf(group.Key, StringComparison.OrdinalIgnoreCase);
            if (at >= 0 && IsWord(text, at, group.Key.Length))
            {
                Add(found, group, at, group.Key.Length);
            }
        }

        found.Sort((a, b) => a.Start.CompareTo(b.Start));
        return found;
    }

    private static void Add(List<ConfigurationMention> found, IEnumerable<Configuration> configurations, int start, int length)
    {
        var list = configurations.ToList();
        if (list.Count > 0 && !found.Any(other => other.Start < start + length && start < other.Start + other.Length))
        {
            found.Add(new ConfigurationMention(list, start, length));
        }
    }

    private static Configuration? Pick(List<Configuration> candidates, string name, double? iterations, double? batch)
    {
        var dashed = Dashed(name);
        bool Fits(Configuration configuration) =>
            (iterations is null || configuration.Iterations is null || configuration.Iterations == iterations)
            && (batch is null || configuration.Batch is null || configuration.Batch == batch);
        if (name.Length > 0 && candidates.Where(configuration => configuration.Dashed.Contains(dashed) && Fits(configuration))
            .ToList() is [var named])
        {
            return named;
        }

        if (iterations is not null || batch is not null)
        {
            var fitting = candidates.Where(configuration => (iterations is null || configuration.Iterations == iterations)
                && (batch is null || configuration.Batch == batch)).ToList();
            return fitting.Count == 1 ? fitting[0]
                : fitting.FirstOrDefault(configuration => name.Length > 0 && configuration.Dashed.Exists(known => Near(known, dashed)))
                ?? (ConfigurationText.IsReference(name) ? fitting.FirstOrDefault(configuration => configuration.IsReference) : null);
        }

        if (ConfigurationText.IsReference(name) && candidates.Where(configuration => configuration.IsReference)
            .ToList() is [var reference])
        {
            return reference;
        }

        return name.Length >= 3 && candidates.Where(configuration => configuration.Dashed.Exists(known => Near(known, dashed)))
            .ToList() is [var near]
            ? near : null;
    }

    private static Configuration Create(string label)
    {
        var (iterations, batch) = Numbers(label);
        return new Configuration { Iterations = iterations, Batch = batch };
    }

    /// <summary>Forgets where configurations were found: their numbers have changed.</summary>
    public void Forget() => mentions.Clear();

    /// <summary>Takes up what a label says.</summary>
    public void Learn(Configuration configuration, string label)
    {
        mentions.Clear();
        var (iterations, batch) = Numbers(label);
        configuration.Iterations ??= iterations;
        configuration.Batch ??= batch;
        configuration.IsReference |= ConfigurationText.IsReference(label.Replace('_', ' '));
        var name = NameOf(label);
        var dashed = Dashed(name);
        if (name.Length > 0 && !configuration.Dashed.Contains(dashed))
        {
            configuration.Names.Add(name);
            configuration.Dashed.Add(dashed);
        }
    }

    /// <summary>Whether a label has one of a configuration's names.</summary>
    public static bool IsNamed(Configuration configuration, string label) =>
        label.Length == 0 || configuration.Dashed.Contains(Dashed(NameOf(label)));

    private static (double? Iterations, double? Batch) Numbers(string label)
    {
        var tokens = ConfigurationText.Tokens(label);
        return (tokens.FirstOrDefault(token => token.Iterations is not null)?.Iterations,
            tokens.FirstOrDefault(token => token.Batch is not null)?.Batch);
    }

    private static string NameOf(string label)
    {
        var name = ConfigurationText.WithoutNumbers(label);
        return name.Length > 0 ? name : label.Trim();
    }

    private static string Dashed(string name) => ConfigurationText.Dashed(name).ToLowerInvariant();

    private static bool Near(string a, string b) => a.Length > 2 && b.Length > 2 && (IsPart(a, b) || IsPart(b, a));

    private static bool IsPart(string part, string whole)
    {
        var at = whole.IndexOf(part, StringComparison.Ordinal);
        return at >= 0 && (at == 0 || whole[at - 1] == '-') && (at + part.Length == whole.Length || whole[at + part.Length] == '-');
    }

    private static bool Joins(string between) => !between.Contains('|') && JoinWords().IsMatch(between);

    // A short name is no part of a longer one: the b2 of SegFormer-b2.
    private static bool IsWord(string text, int at, int length) =>
        (at == 0 || (!char.IsLetterOrDigit(text[at - 1]) && (length > 3 || text[at - 1] is not ('-' or '_'))))
            && (at + length == text.Length || !char.IsLetterOrDigit(text[at + length]));

    [GeneratedRegex(@"^[\s,(@;/-]*(?:at|with|of|and|iterations?|iters?|steps)?[\s,(@=-]*$", RegexOptions.IgnoreCase)]
    private static partial Regex JoinWords();

    [GeneratedRegex(
        @"(?<![A-Za-z-])(?:ref(?:erence|\.)?|baseline)(?: (?:config(?:uration)?s?|run|recipe|setting|schedule))?(?![A-Za-z])",
        RegexOptions.IgnoreCase)]
    private static partial Regex ReferenceWord();

    // Names that are words of every report.
    [GeneratedRegex(
        "^(?:config(?:uration)?|model|run|training|results?|ours?|value|default|all|mIoU|best|final|new|old|results at|the)$",
        RegexOptions.IgnoreCase)]
    private static partial Regex IsGeneric();
}
