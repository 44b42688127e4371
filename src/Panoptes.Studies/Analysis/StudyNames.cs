using Panoptes.Studies.Results;

namespace Panoptes.Studies.Analysis;

/// <summary>What readers are shown for names and cells, and in which order things stand.</summary>
public sealed class StudyNames
{
    private const int ShortestId = 8;
    private readonly StudyResults results;
    private readonly int idLength = ShortestId;

    /// <summary>The names of a study.</summary>
    public StudyNames(StudyResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        this.results = results;
        Data = Ordered(results.Data, results.Cells.Select(cell => cell.Key.Data));
        Models = Ordered(results.Models, results.Cells.Select(cell => cell.Key.Model));
        Recipes = Ordered(results.Recipes, results.Cells.Select(cell => cell.Key.Recipe));
        var longest = results.Cells.Select(cell => cell.Id.Length).DefaultIfEmpty(0).Max();
        while (idLength < longest && results.Cells.Select(ShortId).Distinct(StringComparer.Ordinal).Count() < results.Cells.Count)
        {
            idLength++;
        }
    }

    /// <summary>Names of data in the study's order, then those that only cells have.</summary>
    public IReadOnlyList<string> Data { get; }

    /// <summary>Names of models, the same way.</summary>
    public IReadOnlyList<string> Models { get; }

    /// <summary>Names of recipes, the same way.</summary>
    public IReadOnlyList<string> Recipes { get; }

    /// <summary>What readers are shown for a name.</summary>
    public string Title(string name) => results.Titles.TryGetValue(name, out var title) && title.Length > 0 ? title : name;

    /// <summary>What readers are shown for a subject: its model, and its data where the study has several.</summary>
    public string Title(Subject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return Data.Count > 1 ? $"{Title(subject.Model)} on {Title(subject.Data)}" : Title(subject.Model);
    }

    /// <summary>A cell as evidence, such as <c>[c:1a2b3c4d]</c>: the first eight letters of its id, or as many as tell it apart.</summary>
    public string Evidence(ResultCell cell) => $"[c:{ShortId(cell)}]";

    /// <summary>Cells as evidence.</summary>
    public string Evidence(IEnumerable<ResultCell> cells) => string.Join(' ', cells.Select(Evidence));

    /// <summary>Cells in the study's order.</summary>
    internal IEnumerable<ResultCell> InOrder(IEnumerable<ResultCell> cells) =>
        cells.OrderBy(cell => Place(Data, cell.Key.Data)).ThenBy(cell => Place(Models, cell.Key.Model))
            .ThenBy(cell => Place(Recipes, cell.Key.Recipe)).ThenBy(cell => cell.Key.Seed).ThenBy(cell => cell.Id, StringComparer.Ordinal);

    private static int Place(IReadOnlyList<string> names, string name)
    {
        var place = 0;
        while (names[place] != name)
        {
            place++;
        }

        return place;
    }

    private static string[] Ordered(IReadOnlyList<string> named, IEnumerable<string> used) =>
        [.. named.Distinct(), .. used.Distinct().Except(named).Order(StringComparer.Ordinal)];

    private string ShortId(ResultCell cell) => cell.Id.Length > idLength ? cell.Id[..idLength] : cell.Id;
}
