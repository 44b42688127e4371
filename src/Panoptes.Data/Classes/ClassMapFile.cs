using System.Text.Json;
using Panoptes.Formats.Json;
using Panoptes.Foundation;

namespace Panoptes.Data.Classes;

/// <summary>
/// Tells which class of one table stands for each class of another, as JSON: <c>{"lane": "road", "sky": "void"}</c>. A class that it does
/// not name is void.
/// </summary>
public static class ClassMapFile
{
    private const string Void = "void";

    /// <summary>Reads a map.</summary>
    /// <param name="file">The file.</param>
    /// <param name="from">The classes that are mapped.</param>
    /// <param name="to">The classes that stand for them.</param>
    /// <returns>For each train id of the first table that of the second, its void id for void.</returns>
    /// <exception cref="InputException">It is no such file, or names a class that a table lacks, or one twice.</exception>
    public static int[] Read(string file, ClassTable from, ClassTable to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var root = JsonAt.ReadFile(file);
        if (root.Element.ValueKind != JsonValueKind.Object)
        {
            throw root.Wrong("an object: a class of the data for each class of the stream", "write {\"their name\": \"our name\"}");
        }

        var map = new int[from.Count];
        Array.Fill(map, to.VoidTrainId);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in root.Element.EnumerateObject().Select(entry => entry.Name))
        {
            var id = Find(from, name, $"{file}: $");
            if (!seen.Add(name))
            {
                throw new InputException($"{file}: $", $"\"{name}\" twice", "each class once", "remove one of its entries");
            }

            var target = root.Get(name).Text();
            map[id] = target == Void ? to.VoidTrainId : Find(to, target, $"{file}: $.{name}");
        }

        return map;
    }

    private static int Find(ClassTable table, string name, string where)
    {
        for (var id = 0; id < table.Count; id++)
        {
            if (table.Names[id] == name)
            {
                return id;
            }
        }

        throw new InputException(
            where, $"\"{name}\"", $"a class of {table.Name}: {string.Join(", ", table.Names)}",
            NearestName.Of(name, table.Names) is { } near ? $"did you mean {near}?" : "correct the name");
    }
}
