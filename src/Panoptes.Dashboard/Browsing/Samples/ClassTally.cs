using Panoptes.Data.Indexing;

namespace Panoptes.Dashboard.Browsing.Samples;

/// <summary>How much of a class a split has.</summary>
/// <param name="Pixels">Its pixels.</param>
/// <param name="Images">Images with any of it.</param>
/// <param name="Objects">Its objects, without groups that were not told apart.</param>
internal readonly record struct ClassCount(long Pixels, int Images, int Objects);

/// <summary>How often each class occurs in each split.</summary>
internal sealed class ClassTally
{
    private readonly Dictionary<(string Split, string Name), ClassCount> counts = [];
    private readonly Dictionary<string, long> labeled = [];
    private readonly Dictionary<string, string> colors = [];
    private readonly double most;

    /// <summary>Counts.</summary>
    public ClassTally(BrowsedData data)
    {
        foreach (var split in data.Index.Splits.Select(split => split.Dataset.Classes))
        {
            for (var id = 0; id < split.Count; id++)
            {
                colors.TryAdd(split.Names[id], split.Palette[id].Hex);
            }
        }

        foreach (var sample in data.Index.Samples)
        {
            Add(data, sample);
        }

        most = counts.Keys.Select(key => ShareOf(key.Split, key.Name)).DefaultIfEmpty().Max();
    }

    /// <summary>Whether objects are told apart anywhere.</summary>
    public bool HasObjects { get; private set; }

    /// <summary>How often a class occurs in a split.</summary>
    public ClassCount Of(string split, string name) => counts.GetValueOrDefault((split, name));

    /// <summary>Its share of the split's labeled pixels, 0 to 1.</summary>
    public double ShareOf(string split, string name) =>
        labeled.GetValueOrDefault(split) is > 0 and var all ? (double)Of(split, name).Pixels / all : 0;

    /// <summary>The same as a bar, 0 to 1: the largest share of all splits and classes is 1.</summary>
    public double BarOf(string split, string name) => most > 0 ? ShareOf(split, name) / most : 0;

    /// <summary>The color of a class, as <c>#rrggbb</c>.</summary>
    public string ColorOf(string name) => colors[name];

    private void Add(BrowsedData data, IndexedSample sample)
    {
        var (split, names) = (data.Index.Splits[sample.Split].Name, data.ClassesOf(sample).Names);
        foreach (var one in sample.Classes)
        {
            var before = Of(split, names[one.TrainId]);
            counts[(split, names[one.TrainId])] = before with { Pixels = before.Pixels + one.Pixels, Images = before.Images + 1 };
            labeled[split] = labeled.GetValueOrDefault(split) + one.Pixels;
        }

        foreach (var segment in sample.Segments.Where(segment => segment is { IsThing: true, IsCrowd: false }))
        {
            var before = Of(split, names[segment.TrainId]);
            counts[(split, names[segment.TrainId])] = before with { Objects = before.Objects + 1 };
            HasObjects = true;
        }
    }
}
