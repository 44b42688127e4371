using System.Text.RegularExpressions;
using Panoptes.Data.Samples;
using Panoptes.Foundation;

namespace Panoptes.Data.Splits;

/// <summary>
/// Finds samples of a data set by what a list calls them: the sample's own name; or the path of its image, to any depth, with or without
/// extension; or, of Cityscapes, the name of its image or of one of its label files. Whatever could be two samples is none.
/// </summary>
public sealed partial class SampleNames
{
    private readonly IDataset dataset;
    private readonly Dictionary<string, int> byName = new(StringComparer.Ordinal);
    private readonly ILookup<string, int> byLeaf;

    /// <summary>Lists a data set's names.</summary>
    /// <param name="dataset">The data set.</param>
    public SampleNames(IDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        this.dataset = dataset;
        for (var i = 0; i < dataset.Count; i++)
        {
            byName.TryAdd(dataset.Files(i).Name, i);
        }

        byLeaf = Enumerable.Range(0, dataset.Count).ToLookup(i => Leaf(dataset.Files(i).Name), StringComparer.Ordinal);
    }

    /// <summary>The samples that a list names, ascending.</summary>
    /// <param name="list">The list.</param>
    /// <returns>Their indices in the data set.</returns>
    /// <exception cref="InputException">A name is unknown, could be several samples, or names one that was named before.</exception>
    public int[] Find(SampleList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        var found = new SortedDictionary<int, ListedSample>();
        foreach (var sample in list.Samples)
        {
            var index = Find(sample);
            if (!found.TryAdd(index, sample))
            {
                throw new InputException(
                    sample.Where, $"\"{sample.Text}\" again, as in {found[index].Where}", "each sample once", "remove one of them");
            }
        }

        return [.. found.Keys];
    }

    /// <summary>The sample that a name means.</summary>
    /// <param name="sample">The name.</param>
    /// <exception cref="InputException">It is unknown, or could be several samples.</exception>
    public int Find(ListedSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        foreach (var name in Readings(sample.Text))
        {
            if (byName.TryGetValue(name, out var index))
            {
                return index;
            }

            var near = byLeaf[Leaf(name)].Where(i => IsEndOf(name, dataset.Files(i).Name)).Take(3).ToArray();
            if (near.Length > 0)
            {
                return near is [var one] ? one : throw new InputException(
                    sample.Where, $"\"{sample.Text}\", which may be {string.Join(" or ", near.Select(i => dataset.Files(i).Name))}",
                    $"the name of one sample of {dataset.Name}", "write its whole name");
            }
        }

        var nearest = NearestName.Of(sample.Text, byName.Keys);
        throw new InputException(
            sample.Where, $"\"{sample.Text}\"", $"a sample of {dataset.Name}, such as {dataset.Files(0).Name}",
            nearest is null ? "correct the name, or the split that the list is for" : $"did you mean {nearest}?");
    }

    // As it is written; without extension; without what Cityscapes' file names end with.
    private static IEnumerable<string> Readings(string text)
    {
        var name = text.Replace('\\', '/');
        while (name.StartsWith("./", StringComparison.Ordinal))
        {
            name = name[2..];
        }

        yield return name;
        var stem = Extension().Replace(name, "");
        yield return stem;
        yield return CityscapesEnding().Replace(stem, "");
    }

    // Whether one path is the end of the other: neither says anything else of the folders than the other one does.
    private static bool IsEndOf(string a, string b)
    {
        var (shorter, longer) = a.Length <= b.Length ? (a, b) : (b, a);
        return longer.EndsWith(shorter, StringComparison.Ordinal)
            && (longer.Length == shorter.Length || longer[^(shorter.Length + 1)] == '/');
    }

    private static string Leaf(string name) => name[(name.LastIndexOf('/') + 1)..];

    [GeneratedRegex(@"\.(png|jpe?g|json)$", RegexOptions.IgnoreCase)]
    private static partial Regex Extension();

    [GeneratedRegex("_(leftImg8bit|gt(Fine|Coarse)_(instanceIds|instanceTrainIds|labelIds|labelTrainIds|polygons|color))$")]
    private static partial Regex CityscapesEnding();
}
