using Panoptes.Data.Classes;
using Panoptes.Formats.Coco;
using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.Data.Readers;

/// <summary>The categories of a COCO file and the train ids they get.</summary>
internal sealed class CocoCategories
{
    private readonly Dictionary<long, (int TrainId, bool IsThing)> byId = [];

    private CocoCategories(ClassTable classes) => Classes = classes;

    /// <summary>The class table: that of the categories in the file's order, or the one given.</summary>
    public ClassTable Classes { get; }

    /// <summary>Train id and kind of a category of the file.</summary>
    public (int TrainId, bool IsThing) this[long id] => byId[id];

    /// <summary>The categories of a panoptic file; each is matched to an entry of a table where one is given.</summary>
    /// <param name="file">The file.</param>
    /// <param name="table">The table that decides the train ids; null for one made of the categories.</param>
    /// <param name="match">The raw id in the table of a category by its name; its id where null.</param>
    /// <exception cref="InputException">There is none, or one that the table lacks.</exception>
    public static CocoCategories Of(PanopticFile file, ClassTable? table, Func<string, int?>? match = null) =>
        Of(file.FilePath, [.. file.Categories.Select(c => (c.Id, c.Name, c.IsThing, c.Color))], table, match);

    /// <summary>The categories of an instances file, all of them things.</summary>
    /// <inheritdoc cref="Of(PanopticFile, ClassTable?, Func{string, int?}?)"/>
    public static CocoCategories Of(InstanceSet file, ClassTable? table) =>
        Of(file.Source, [.. file.Categories.Select(c => (c.Id, c.Name, true, c.Color))], table, null);

    private static CocoCategories Of(
        string file, (long Id, string Name, bool IsThing, Rgb? Color)[] items, ClassTable? table, Func<string, int?>? match)
    {
        if (items.Length == 0)
        {
            throw new InputException($"{file}: $.categories", "no category", "one a class", "add the categories");
        }

        var classes = table ?? MakeTable(file, items);
        var categories = new CocoCategories(classes);
        foreach (var item in items)
        {
            var raw = match is null
                ? (int)item.Id
                : match(item.Name) ?? throw Strange(file, item.Name, $"a category of \"{classes.Name}\"");
            categories.byId[item.Id] = classes.TryGetTrainId(raw, out var train)
                ? (train, item.IsThing)
                : throw Strange(file, $"{item.Name}, id {item.Id}", $"an id that \"{classes.Name}\" lists: {classes.AllowedIds()}");
        }

        return categories;
    }

    private static InputException Strange(string file, string found, string expected) =>
        new($"{file}: $.categories", $"category {found}", expected, "use the class table that belongs to this file");

    private static ClassTable MakeTable(string file, (long Id, string Name, bool IsThing, Rgb? Color)[] items)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return new ClassTable(
            file,
            items.Select((item, i) => new ClassEntry(
                item.Id is >= 0 and <= int.MaxValue ? (int)item.Id : throw new InputException(
                    $"{file}: $.categories", $"category id {item.Id}", "an id of 0 or more", "number the categories from 1"),
                i,
                names.Add(item.Name) ? item.Name : throw new InputException(
                    $"{file}: $.categories", $"the name \"{item.Name}\" twice", "a name of its own for each category",
                    "rename one of them"),
                item.Color ?? DefaultColors.Of(i),
                item.IsThing)),
            items.Length > 255 ? 65535 : 255);
    }
}
