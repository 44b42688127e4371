using Panoptes.Dashboard.Filtering;

namespace Panoptes.Dashboard.Catalog;

/// <summary>A group of runs as a list shows it.</summary>
/// <param name="Name">What they share.</param>
/// <param name="Count">How many.</param>
/// <param name="Score">One of their scores, for its title; null where none is measured or they are judged by different numbers.</param>
/// <param name="Mean">The mean of their best scores.</param>
/// <param name="Deviation">Its sample standard deviation; null for less than two.</param>
internal sealed record RunGroup(string Name, int Count, RunScore? Score, double? Mean, double? Deviation);

/// <summary>A page of a list of runs.</summary>
internal sealed record RunListing
{
    /// <summary>What was asked for, its page no further than the last.</summary>
    public required RunQuery Query { get; init; }

    /// <summary>Runs that it asks for.</summary>
    public required int Total { get; init; }

    /// <summary>All runs there are.</summary>
    public required int All { get; init; }

    /// <summary>The runs of the page.</summary>
    public required IReadOnlyList<RunEntry> Rows { get; init; }

    /// <summary>The groups that begin or go on on the page; none where nothing is grouped.</summary>
    public required IReadOnlyDictionary<string, RunGroup> Groups { get; init; }

    /// <summary>The states of all runs.</summary>
    public required IReadOnlyList<Facet> States { get; init; }

    /// <summary>Their tags.</summary>
    public required IReadOnlyList<Facet> Tags { get; init; }

    /// <summary>Their networks.</summary>
    public required IReadOnlyList<Facet> Models { get; init; }

    /// <summary>Their data sets.</summary>
    public required IReadOnlyList<Facet> Data { get; init; }

    /// <summary>Their folders and studies.</summary>
    public required IReadOnlyList<Facet> Places { get; init; }

    /// <summary>How many pages there are.</summary>
    public int Pages => Math.Max(1, (Total + RunQuery.PageSize - 1) / RunQuery.PageSize);

    /// <summary>Makes it.</summary>
    public static RunListing Of(IReadOnlyList<RunEntry> all, RunQuery query)
    {
        var words = query.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        List<(string Group, RunEntry Run)> chosen = [.. all.Where(run => IsWanted(run, query, words))
            .Select(run => (query.Group.Length == 0 ? "" : RunColumns.GroupOf(run, query.Group), run))];
        var order = RunColumns.Order(query.Sort);
        chosen.Sort((a, b) => Ordered(a, b, query, order));
        var pages = Math.Max(1, (chosen.Count + RunQuery.PageSize - 1) / RunQuery.PageSize);
        query = query with { Page = Math.Min(query.Page, pages) };
        var rows = chosen.Skip((query.Page - 1) * RunQuery.PageSize).Take(RunQuery.PageSize).ToList();
        var shown = query.Group.Length == 0 ? [] : rows.Select(row => row.Group).ToHashSet();
        return new RunListing
        {
            Query = query,
            Total = chosen.Count,
            All = all.Count,
            Rows = [.. rows.Select(row => row.Run)],
            Groups = chosen.Where(row => shown.Contains(row.Group)).GroupBy(row => row.Group, row => row.Run)
                .ToDictionary(group => group.Key, group => Group(group.Key, [.. group])),
            States = Facets(all.Select(run => run.State.ToString().ToLowerInvariant())),
            Tags = Facets(all.SelectMany(run => run.Note.Tags)),
            Models = Facets(all.Select(run => run.Facts.Model)),
            Data = Facets(all.Select(run => run.Facts.Data)),
            Places = Facets(all.Select(run => run.Place)),
        };
    }

    private static bool IsWanted(RunEntry run, RunQuery query, string[] words) =>
        (query.State is null || run.State == query.State)
        && (query.Tag.Length == 0 || run.Note.Tags.Contains(query.Tag))
        && (query.Model.Length == 0 || run.Facts.Model == query.Model)
        && (query.Data.Length == 0 || run.Facts.Data == query.Data)
        && (query.Place.Length == 0 || run.Place == query.Place)
        && words.All(word => Has(run.Name, word) || Has(run.Place, word) || Has(run.Facts.Model, word) || Has(run.Facts.Data, word)
            || Has(run.Note.Text, word) || run.Note.Tags.Any(tag => Has(tag, word)));

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static int Ordered((string Group, RunEntry Run) a, (string Group, RunEntry Run) b, RunQuery query, Comparison<RunEntry> order)
    {
        var group = string.CompareOrdinal(a.Group, b.Group);
        var by = group != 0 ? group : query.IsDescending ? order(b.Run, a.Run) : order(a.Run, b.Run);
        return by != 0 ? by : string.CompareOrdinal(a.Run.Id, b.Run.Id);
    }

    private static RunGroup Group(string name, List<RunEntry> runs)
    {
        var scores = runs.Select(run => run.Score).OfType<RunScore>().ToList();
        if (scores.Count == 0 || scores.Exists(score => score.Name != scores[0].Name))
        {
            return new RunGroup(name, runs.Count, null, null, null);
        }

        var mean = scores.Average(score => score.Best);
        double? deviation = scores.Count < 2 ? null
            : Math.Sqrt(scores.Sum(score => (score.Best - mean) * (score.Best - mean)) / (scores.Count - 1));
        return new RunGroup(name, runs.Count, scores[0], mean, deviation);
    }

    private static IReadOnlyList<Facet> Facets(IEnumerable<string> values) =>
    [
        .. values.Where(value => value.Length > 0).GroupBy(value => value).Select(group => new Facet(group.Key, group.Count()))
            .OrderBy(facet => facet.Value, StringComparer.OrdinalIgnoreCase),
    ];
}
