using System.Text.RegularExpressions;
using Panoptes.Dashboard.Browsing.Samples;
using Panoptes.Data.Splits;
using Panoptes.Foundation;

namespace Panoptes.Dashboard.Browsing.Selecting;

/// <summary>A list that was written.</summary>
/// <param name="Split">The split whose samples it names.</param>
/// <param name="File">The file.</param>
/// <param name="Count">How many it names.</param>
internal sealed record SavedList(string Split, string File, int Count)
{
    /// <summary>The command that trains on these samples alone.</summary>
    public required string Only { get; init; }

    /// <summary>The command that trains on all but these.</summary>
    public required string Without { get; init; }
}

/// <summary>Writes selections as the lists that a training's streams take: a file for each split.</summary>
/// <param name="data">The data set.</param>
/// <param name="folder">The folder of the lists; made where missing.</param>
/// <param name="command">The command of a training on the data set, such as <c>./panoptes train CONFIG data.root=camvid</c>.</param>
internal sealed partial class SelectionLists(BrowsedData data, string folder, string command)
{
    private const int LongestName = 80;

    /// <summary>Writes lists; nothing that is there is replaced.</summary>
    /// <param name="name">What they are called.</param>
    /// <param name="places">The samples.</param>
    /// <param name="trainSplit">The split that a training takes unless it is told another one.</param>
    /// <exception cref="InputException">The name is none for a file, a file is there, or nothing is selected.</exception>
    public IReadOnlyList<SavedList> Save(string name, IReadOnlyList<int> places, string trainSplit)
    {
        Require.That(
            name.Length <= LongestName && FileName().IsMatch(name), "name", $"\"{name}\"",
            $"letters, digits, '.', '-' and '_', the first a letter or digit, {LongestName} at most", "choose another name");
        Require.That(places.Count > 0, "selection", "no sample", "at least one", "tick samples first");
        var parts = places.GroupBy(place => data.Index.Samples[place].Split).OrderBy(part => part.Key).ToArray();
        var lists = parts.Select(
            part => List(name, parts.Length > 1, data.Index.Splits[part.Key].Name, part.Count(), trainSplit)).ToArray();
        foreach (var list in lists.Where(list => Path.Exists(list.File)))
        {
            throw new InputException(list.File, "a file of that name", "a new name", "choose another name, or remove the file");
        }

        foreach (var (list, part) in lists.Zip(parts))
        {
            AtomicFile.WriteText(list.File, SampleListFile.Text(part.Order().Select(place => data.Index.Samples[place].Name)));
        }

        return lists;
    }

    private SavedList List(string name, bool isOneOfMany, string split, int count, string trainSplit)
    {
        var file = Path.Combine(folder, isOneOfMany ? $"{name}-{split.Replace('/', '-')}.txt" : $"{name}.txt");
        var from = split == trainSplit ? "" : $" data.streams.labeled.split={split}";
        return new SavedList(split, file, count)
        {
            Only = $"{command}{from} data.streams.labeled.list={file}",
            Without = $"{command}{from} data.streams.labeled.exclude={file}",
        };
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    private static partial Regex FileName();
}
