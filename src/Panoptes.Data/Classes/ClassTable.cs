using System.Text;
using Panoptes.Formats.Labels;
using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.Data.Classes;

/// <summary>
/// What the ids in label files mean: raw id, train id, name, color, thing or stuff, void. Every id that may occur is
/// listed; nothing is shifted or wrapped silently, and an id that is not listed is an error wherever it is met.
/// </summary>
public sealed class ClassTable
{
    private readonly Dictionary<int, int> trainIds;
    private readonly ClassEntry[] byTrainId;

    /// <summary>Makes a table and checks it.</summary>
    /// <param name="name">What the table is called: <c>cityscapes</c>, a file's path.</param>
    /// <param name="entries">One entry a raw id. Several raw ids may share a train id; the first one listed names the class.</param>
    /// <param name="voidTrainId">The train id that is ignored; where not given 255, or 65535 where train ids go beyond 255.</param>
    /// <param name="unscored">Train ids that means leave out: classes that this data set does not label. None where null.</param>
    /// <exception cref="InputException">An id stands twice, train ids have a gap, a name is used twice, or there is no class.</exception>
    public ClassTable(string name, IEnumerable<ClassEntry> entries, int? voidTrainId = null, IEnumerable<int>? unscored = null)
    {
        Name = name;
        Entries = [.. entries];
        VoidTrainId = voidTrainId ?? (Entries.Any(e => e.TrainId is > 255 and not 65535) ? 65535 : 255);
        var classes = Entries.Where(e => e.TrainId != VoidTrainId).ToArray();
        Count = classes.Length == 0 ? 0 : classes.Max(e => e.TrainId) + 1;
        trainIds = new Dictionary<int, int>(Entries.Count);
        foreach (var entry in Entries)
        {
            if (!trainIds.TryAdd(entry.RawId, entry.TrainId))
            {
                throw new InputException(
                    name, $"id {entry.RawId} twice", "each id once", $"remove one of its entries (\"{entry.Name}\" is one)");
            }
        }

        byTrainId = Dense(classes);
        Names = [.. byTrainId.Select(e => e.Name)];
        Palette = [.. byTrainId.Select(e => e.Color)];
        Unscored = [.. (unscored ?? []).Distinct().Order()];
        if (Unscored.Any(id => id < 0 || id >= Count) || Unscored.Count == Count)
        {
            throw new InputException(
                name, Unscored.Count == Count ? "no class that is scored" : $"train id {Unscored[^1]} that is not scored",
                "classes of the table, not all of them", "correct \"scored\"");
        }

        Lookup = MakeLookup();
    }

    /// <summary>What the table is called.</summary>
    public string Name { get; }

    /// <summary>All entries, void ones included, in the order given.</summary>
    public IReadOnlyList<ClassEntry> Entries { get; }

    /// <summary>How many classes are trained: train ids are 0 to Count - 1.</summary>
    public int Count { get; }

    /// <summary>The train id of ignored pixels.</summary>
    public int VoidTrainId { get; }

    /// <summary>Class names by train id.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Colors by train id.</summary>
    public IReadOnlyList<Rgb> Palette { get; }

    /// <summary>
    /// Train ids, ascending, of classes that the means of a measurement leave out: those that a data set does not label although its table
    /// has them, so that a network's clusters can be named by them (a class mask).
    /// </summary>
    public IReadOnlyList<int> Unscored { get; }

    /// <summary>Train ids of the classes of countable objects, ascending.</summary>
    public IEnumerable<int> Things => Enumerable.Range(0, Count).Where(id => byTrainId[id].IsThing);

    /// <summary>Train id of every 16-bit raw id, -1 for those the table does not list. 65536 entries.</summary>
    internal int[] Lookup { get; }

    /// <summary>The trained class of a train id: its first entry.</summary>
    public ClassEntry this[int trainId] => byTrainId[trainId];

    /// <summary>Train id of a raw id; false where the table does not list it.</summary>
    public bool TryGetTrainId(int rawId, out int trainId) => trainIds.TryGetValue(rawId, out trainId);

    /// <summary>What a raw id stands for where two maps of one scene are compared.</summary>
    internal MeantClass Meant(int rawId) => trainIds.TryGetValue(rawId, out var train)
        ? new MeantClass(train == VoidTrainId ? MeantClass.Void : train, Entries.First(e => e.RawId == rawId).Name)
        : default;

    /// <summary>The raw id a train id is written as in a submission: that of its first entry.</summary>
    public int RawIdOf(int trainId) => byTrainId[trainId].RawId;

    /// <summary>The same classes under their train ids: for files that already hold train ids. Void stays void.</summary>
    public ClassTable OfTrainIds() => new(
        $"{Name} (train ids)",
        [.. byTrainId.Select(e => e with { RawId = e.TrainId }), new ClassEntry(VoidTrainId, VoidTrainId, "void", default, false)],
        VoidTrainId,
        Unscored);

    /// <summary>
    /// The explicit form of what other tools call <c>reduce_zero_label</c>: raw id 0 becomes void and train ids move down by
    /// one. Raw id 0 must be class 0 of the table.
    /// </summary>
    /// <exception cref="InputException">Raw id 0 is not class 0.</exception>
    public ClassTable ReduceZeroLabel()
    {
        if (!trainIds.TryGetValue(0, out var zero) || zero != 0)
        {
            throw new InputException(
                Name, "raw id 0 that is not class 0", "raw id 0 = train id 0 before reduce_zero_label",
                "drop reduce_zero_label, or write the id table you mean");
        }

        return new ClassTable(
            $"{Name} (zero label reduced)",
            Entries.Select(e => e.TrainId == VoidTrainId ? e : e with { TrainId = e.TrainId == 0 ? VoidTrainId : e.TrainId - 1 }),
            VoidTrainId,
            Unscored.Where(id => id > 0).Select(id => id - 1));
    }

    /// <summary>The raw ids that may occur, short enough for an error message: <c>0-11, 255</c>.</summary>
    public string AllowedIds() => Ranges(trainIds.Keys);

    /// <summary>One line an entry (raw -> train, name, color, thing or stuff), as printed at the start of a run.</summary>
    public string Describe()
    {
        var text = new StringBuilder();
        text.Append($"{Name}: {Count} classes, void {VoidTrainId}\n");
        foreach (var e in Entries)
        {
            var train = e.TrainId == VoidTrainId ? "void" : e.TrainId.ToString();
            text.Append($"  {e.RawId,5} -> {train,5}  {e.Name} ({e.Color.R},{e.Color.G},{e.Color.B}) {(e.IsThing ? "thing" : "stuff")}"
                + $"{(Unscored.Contains(e.TrainId) ? ", not scored" : "")}\n");
        }

        return text.ToString();
    }

    internal static string Ranges(IEnumerable<int> ids)
    {
        var sorted = ids.Order().ToArray();
        var parts = new List<string>();
        for (var i = 0; i < sorted.Length;)
        {
            var j = i;
            while (j + 1 < sorted.Length && sorted[j + 1] == sorted[j] + 1)
            {
                j++;
            }

            parts.Add(i == j ? $"{sorted[i]}" : $"{sorted[i]}-{sorted[j]}");
            i = j + 1;
        }

        return parts.Count <= 12 ? string.Join(", ", parts) : string.Join(", ", parts.Take(12)) + ", ...";
    }

    private ClassEntry[] Dense(ClassEntry[] classes)
    {
        if (classes.Length == 0)
        {
            throw new InputException(
                Name, "no trained class", "at least one entry whose train id is not void", "give the classes train ids 0, 1, 2, ...");
        }

        var dense = new ClassEntry?[Count];
        var names = new Dictionary<string, int>();
        foreach (var entry in classes)
        {
            if (entry.TrainId < 0 || entry.TrainId >= VoidTrainId)
            {
                throw new InputException(
                    Name, $"train id {entry.TrainId} for \"{entry.Name}\"", $"0 to {VoidTrainId - 1}, or {VoidTrainId} for void",
                    "correct the train id");
            }

            if (dense[entry.TrainId] is null)
            {
                dense[entry.TrainId] = entry;
                if (!names.TryAdd(entry.Name, entry.TrainId))
                {
                    throw new InputException(
                        Name, $"the name \"{entry.Name}\" for train ids {names[entry.Name]} and {entry.TrainId}", "one name a class",
                        "rename one of them");
                }
            }
        }

        var gap = Array.IndexOf(dense, null);
        if (gap >= 0)
        {
            throw new InputException(
                Name, $"no class with train id {gap} while {Count - 1} exists", "train ids 0, 1, 2, ... without a gap",
                "close the gap, or give unused ids the void train id");
        }

        return dense!;
    }

    private int[] MakeLookup()
    {
        var lookup = new int[65536];
        Array.Fill(lookup, -1);
        foreach (var (raw, train) in trainIds)
        {
            if ((uint)raw < lookup.Length)
            {
                lookup[raw] = train;
            }
        }

        return lookup;
    }
}
