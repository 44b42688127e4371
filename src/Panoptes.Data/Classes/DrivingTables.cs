using Panoptes.Formats.Cityscapes;

namespace Panoptes.Data.Classes;

/// <summary>
/// Class tables that bring driving data sets to Cityscapes' classes, so that one model is measured on all of them (spec 10.4):
/// <c>cityscapes_27</c> and <c>_7</c> (KITTI and MUSES have the same ids), <c>bdd10k_27</c>, <c>_19</c>, <c>_7</c>, <c>waymo_19</c>,
/// <c>_7</c>, and two with objects and background alone, <c>mots</c> and <c>kitti_instance</c>.
/// </summary>
internal static class DrivingTables
{
    private const int Void = 255;

    // Above what a label map holds: the id of a class that a data set does not label.
    private const int Unlabeled = 65536;

    private static readonly Dictionary<string, Lazy<ClassTable>> Tables = new(StringComparer.Ordinal)
    {
        ["cityscapes_27"] = Cityscapes(CityscapesSpace.Labels27),
        ["cityscapes_19"] = Cityscapes(CityscapesSpace.Trained19),
        ["cityscapes_7"] = Cityscapes(CityscapesSpace.Groups7),
        ["bdd10k_27"] = Bdd(CityscapesSpace.Labels27),
        ["bdd10k_19"] = Bdd(CityscapesSpace.Trained19),
        ["bdd10k_7"] = Bdd(CityscapesSpace.Groups7),
        ["waymo_19"] = Waymo(CityscapesSpace.Trained19),
        ["waymo_7"] = Waymo(CityscapesSpace.Groups7),
        ["mots"] = new(() => new ClassTable("mots",
        [
            new(0, 0, "background", new(70, 70, 70), false),
            new(2, 1, "person", new(220, 20, 60), true),
            new(1, 0, "background", new(70, 70, 70), false),
            new(10, 0, "background", new(70, 70, 70), false),
        ])),
        ["kitti_instance"] = new(() => new ClassTable("kitti_instance",
        [
            new(0, 0, "background", new(70, 70, 70), false),
            new(1, 1, "object", new(0, 0, 142), true),
        ])),
    };

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Tables.Keys];

    /// <summary>A table by name; null where there is none.</summary>
    public static ClassTable? Find(string name) => Tables.GetValueOrDefault(name)?.Value;

    private static Lazy<ClassTable> Cityscapes(CityscapesSpace space) =>
        new(() => Make("cityscapes", space, CityscapesLabel.All.Select(label => (label.Id, label.Name, (string?)label.Name))));

    private static Lazy<ClassTable> Bdd(CityscapesSpace space) => new(() => Make("bdd10k", space, DrivingLabels.Bdd));

    private static Lazy<ClassTable> Waymo(CityscapesSpace space) => new(() => Make("waymo", space, DrivingLabels.Waymo));

    // The classes that no label of the source leads to are there, so that numbers are the same everywhere, but in no mean.
    private static ClassTable Make(string source, CityscapesSpace space, IEnumerable<(int Id, string Name, string? Cityscapes)> labels)
    {
        var byName = CityscapesLabel.All.ToDictionary(label => label.Name, StringComparer.Ordinal);
        var entries = new List<ClassEntry>();
        var classes = space.Classes();
        foreach (var (id, name, to) in labels)
        {
            var label = to is null ? null : byName[to];
            entries.Add(label is not null && space.TrainIdOf(label) is { } trainId
                ? Entry(id, trainId, classes[trainId], space)
                : new ClassEntry(id, Void, name, default, false));
        }

        var labeled = entries.Select(entry => entry.TrainId).ToHashSet();
        int[] unscored = [.. Enumerable.Range(0, classes.Count).Where(trainId => !labeled.Contains(trainId))];
        entries.AddRange(unscored.Select(trainId => Entry(Unlabeled + trainId, trainId, classes[trainId], space)));
        if (entries.All(entry => entry.RawId != Void))
        {
            entries.Add(new ClassEntry(Void, Void, "void", default, false));
        }

        return new ClassTable($"{source}_{space.Suffix()}", entries, Void, unscored);
    }

    private static ClassEntry Entry(int id, int trainId, CityscapesLabel label, CityscapesSpace space) =>
        new(id, trainId, space.NameOf(label), label.Color, label.HasInstances);
}
