using System.Text.Json;
using System.Text.Json.Nodes;
using Panoptes.Formats.Json;
using Panoptes.Foundation;

namespace Panoptes.Data.Classes;

/// <summary>
/// Class tables as JSON: <c>{"name": ..., "void": 255, "classes": [{"id": 7, "train_id": 0, "name": "road", "color": [128, 64, 128],
/// "thing": false}, ...]}</c>. <c>train_id</c> may be left out everywhere if the ids are 0, 1, 2, ...; <c>"void": true</c> in a class makes
/// it ignored, <c>"scored": false</c> left out of the means of a measurement.
/// </summary>
public static class ClassTableFile
{
    /// <summary>The file's usual name.</summary>
    public const string Name = "classes.json";

    private static readonly string[] TableKeys = ["name", "void", "classes"];
    private static readonly string[] ClassKeys = ["id", "train_id", "name", "color", "colour", "thing", "isthing", "void", "scored"];

    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A built-in table by name, or the table of a file (relative to the data set's root or the working folder).</summary>
    public static ClassTable Find(string nameOrFile, string root)
    {
        foreach (var path in new[] { Path.Combine(root, nameOrFile), nameOrFile })
        {
            if (File.Exists(path))
            {
                return Read(path);
            }
        }

        return BuiltInClassTables.Get(nameOrFile);
    }

    /// <summary>Reads a table.</summary>
    /// <exception cref="InputException">The file is no such table, or has a key that is not known; named with its JSON path.</exception>
    public static ClassTable Read(string file) => Read(JsonAt.ReadFile(file));

    /// <summary>Reads a table that another file carries.</summary>
    /// <param name="json">The table.</param>
    /// <param name="file">That file, for errors.</param>
    /// <exception cref="InputException">The text is no such table, or has a key that is not known; named with its JSON path.</exception>
    public static ClassTable Parse(string json, string file) => Read(JsonAt.ParseText(file, json));

    /// <summary>Writes a table.</summary>
    public static void Write(string file, ClassTable table) => AtomicFile.WriteText(file, ToJson(table).ToJsonString(Indented) + "\n");

    /// <summary>A table as JSON.</summary>
    public static JsonObject ToJson(ClassTable table) => new()
    {
        ["name"] = table.Name,
        ["void"] = table.VoidTrainId,
        ["classes"] = new JsonArray([.. table.Entries.Select(e => Entry(table, e))]),
    };

    private static ClassTable Read(JsonAt root)
    {
        var list = root.Element.ValueKind == JsonValueKind.Array ? root : root.Get("classes");
        int? voidId = root.Element.ValueKind == JsonValueKind.Object && root.Find("void") is { } v ? (int)v.Integer(0, 65535) : null;
        var items = list.Items().ToArray();
        if (root.Element.ValueKind == JsonValueKind.Object)
        {
            root.RequireKeys(TableKeys);
        }

        foreach (var item in items)
        {
            // A mistyped key would be passed over: a thing would become stuff, a void class would be learnt.
            item.RequireKeys(ClassKeys);
        }

        var explicitIds = items.Count(i => i.Find("train_id") is not null || IsVoid(i));
        var withTrainIds = items.Any(i => i.Find("train_id") is not null);
        if (withTrainIds && explicitIds != items.Length)
        {
            throw items.First(i => i.Find("train_id") is null && !IsVoid(i))
                .Wrong("a train_id, as other classes have one", "give every class a train_id, or none");
        }

        var voidTrainId = voidId ?? (items.Length > 255 ? 65535 : 255);
        var entries = new List<ClassEntry>();
        foreach (var item in items)
        {
            var raw = (int)item.Get("id").Integer(-1, IsVoid(item) || item.Find("train_id") is not null ? int.MaxValue : 65535);
            var train = IsVoid(item) ? voidTrainId : item.Find("train_id") is { } t ? Train(t, voidTrainId) : raw;
            var color = (item.Find("color") ?? item.Find("colour"))?.Color() ?? DefaultColors.Of(entries.Count);
            var thing = (item.Find("thing") ?? item.Find("isthing"))?.Flag() ?? false;
            entries.Add(new ClassEntry(raw, train, item.Get("name").Text(), color, thing));
        }

        if (voidTrainId <= 65535 && entries.All(e => e.RawId != voidTrainId))
        {
            entries.Add(new ClassEntry(voidTrainId, voidTrainId, "void", default, false));
        }

        var unscored = items.Zip(entries).Where(item => item.First.Find("scored")?.Flag() == false).Select(item => item.Second.TrainId);
        return new ClassTable(root.File, entries, voidTrainId, unscored);
    }

    private static JsonObject Entry(ClassTable table, ClassEntry entry)
    {
        var json = new JsonObject
        {
            ["id"] = entry.RawId,
            ["train_id"] = entry.TrainId,
            ["name"] = entry.Name,
            ["color"] = new JsonArray(entry.Color.R, entry.Color.G, entry.Color.B),
            ["thing"] = entry.IsThing,
        };
        if (table.Unscored.Contains(entry.TrainId))
        {
            json["scored"] = false;
        }

        return json;
    }

    // Cityscapes' own scripts write -1 for what is ignored.
    private static int Train(JsonAt value, int voidTrainId) => value.Integer(-1, 65535) is var id && id == -1 ? voidTrainId : (int)id;

    private static bool IsVoid(JsonAt item) => item.Find("void")?.Flag() ?? false;
}
