using Panoptes.Foundation;

namespace Panoptes.Data;

/// <summary>The categories of a COCO-like JSON and the train ids they get.</summary>
internal sealed class CocoCategories
{
    private readonly Dictionary<long, (int TrainId, bool IsThing)> byId = [];
    private readonly string file;

    private CocoCategories(string file, ClassTable classes) => (this.file, Classes) = (file, classes);

    /// <summary>The class table: that of the categories in the file's order, or the one given.</summary>
    public ClassTable Classes { get; }

    /// <summary>Reads the categories; each is matched to an entry of a table where one is given.</summary>
    /// <param name="records">The JSON.</param>
    /// <param name="table">The table that decides the train ids; null for one made of the categories.</param>
    /// <param name="match">The raw id in the table of a category; its <c>id</c> where null.</param>
    public static CocoCategories Read(JsonRecords records, ClassTable? table, Func<JsonAt, ClassTable, int?>? match = null)
    {
        var items = records.All("categories").ToArray();
        if (items.Length == 0)
        {
            throw new InputException($"{records.File} $.categories", "no category", "one a class", "add the categories");
        }

        var classes = table ?? MakeTable(records.File, items);
        var categories = new CocoCategories(records.File, classes);
        foreach (var item in items)
        {
            var id = item.Get("id").Integer(0, int.MaxValue);
            var raw = match is null ? (int)id : match(item, classes) ?? throw item.Wrong($"a category of \"{classes.Name}\"", "use the class table that belongs to this file");
            if (!classes.TryGetTrainId(raw, out var train))
            {
                throw item.Wrong($"an id that \"{classes.Name}\" lists: {classes.AllowedIds()}", "use the class table that belongs to this file");
            }

            var thing = item.Find("isthing")?.Flag() ?? true;
            if (!categories.byId.TryAdd(id, (train, thing)))
            {
                throw item.Wrong($"each id once; {id} stands twice");
            }
        }

        return categories;
    }

    /// <summary>Train id and kind of a category id that stands in the file.</summary>
    public (int TrainId, bool IsThing) this[JsonAt id] =>
        byId.TryGetValue(id.Integer(), out var found)
            ? found
            : throw id.Wrong($"a category id of {file} $.categories: {ClassTable.Ranges(byId.Keys.Select(k => (int)k))}", "correct category_id, or add the category");

    private static ClassTable MakeTable(string file, JsonAt[] items)
    {
        var names = new HashSet<string>();
        var voidId = items.Length > 255 ? 65535 : 255;
        return new ClassTable(
            file,
            items.Select((item, i) =>
            {
                var name = item.Get("name").Text();
                return new ClassEntry(
                    (int)item.Get("id").Integer(0, int.MaxValue),
                    i,
                    names.Add(name) ? name : throw item.Get("name").Wrong("a name that no other category has"),
                    (item.Find("color") ?? item.Find("colour"))?.Colour() ?? DefaultColours.Of(i),
                    item.Find("isthing")?.Flag() ?? true);
            }),
            voidId);
    }
}
