using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Panoptes.Foundation;
using Panoptes.Foundation.Settings;

namespace Panoptes.Experiments.Configuration;

/// <summary>
/// Binds a tree of settings to immutable records: only what is written replaces a default, and every complaint says where it was written.
/// </summary>
internal sealed class RecordBinder
{
    private readonly Type root;
    private readonly IReadOnlyList<ISettingsCatalog> catalogs;

    private RecordBinder(Type root, IReadOnlyList<ISettingsCatalog> catalogs) => (this.root, this.catalogs) = (root, catalogs);

    /// <summary>The defaults of <typeparamref name="T"/> with the settings of <paramref name="map"/> in their place.</summary>
    /// <param name="map">The settings.</param>
    /// <param name="catalogs">What knows the records that names choose.</param>
    public static T Bind<T>(MapNode map, IReadOnlyList<ISettingsCatalog> catalogs)
        where T : class, new() => (T)new RecordBinder(typeof(T), catalogs).Record(typeof(T), new T(), map, "");

    private object Record(Type type, object defaults, MapNode map, string path)
    {
        var result = type.GetMethod("<Clone>$")!.Invoke(defaults, null)!;
        var properties = ConfigSchema.Properties(type);
        Set(result, map.Entries.Where(entry => properties.Any(known => known.Key == entry.Key)), properties, path);
        var others = map.Entries.Where(entry => properties.All(known => known.Key != entry.Key)).ToList();
        if (ConfigSchema.FurtherOf(type) is { } further
            && catalogs.FirstOrDefault(known => known.Kind == further.Property.PropertyType) is { } catalog)
        {
            further.Property.SetValue(result, Further(catalog, further, result, (map, others), path));
        }
        else if (others is [var unknown, ..])
        {
            throw UnknownKey(unknown, path, properties, null);
        }

        foreach (var missing in properties.Where(
            known => map.Find(known.Key) is null && known.Property.IsDefined(typeof(RequiredMemberAttribute))))
        {
            throw new InputException(
                map.At.ToString(), $"no '{KeyPath.Join(path, missing.Key)}'", ConfigSchema.Name(missing.Property.PropertyType), "add it");
        }

        return result;
    }

    private void Set(object record, IEnumerable<MapEntry> entries, IReadOnlyList<ConfigProperty> properties, string path)
    {
        foreach (var entry in entries)
        {
            var full = KeyPath.Join(path, entry.Key);
            var property = properties.First(known => known.Key == entry.Key);
            property.Property.SetValue(
                record, Value(property.Property.PropertyType, property.AllowsNull, property.Property.GetValue(record), entry.Value, full));
        }
    }

    private object Further(
        ISettingsCatalog catalog, FurtherSettings further, object owner, (MapNode Map, List<MapEntry> Others) written, string path)
    {
        var name = (string)further.ChosenBy.GetValue(owner)!;
        if (!catalog.Names.Contains(name))
        {
            var at = (written.Map.Find(further.Key)?.Value.At ?? written.Map.At).ToString();
            var near = NearestName.Of(name, catalog.Names);
            throw new InputException(
                at, $"{KeyPath.Join(path, further.Key)} = '{name}'", $"one of {string.Join(", ", catalog.Names)}",
                near is null ? "choose one of these" : $"did you mean {near}?");
        }

        var defaults = catalog.Defaults(name);
        var properties = ConfigSchema.Properties(defaults.GetType());
        var all = ConfigSchema.Properties(owner.GetType()).Concat(properties).ToList();
        if (written.Others.Where(entry => properties.All(known => known.Key != entry.Key))
            .OrderBy(entry => RenamedSettings.NewPath(KeyPath.Join(path, entry.Key)) is null).FirstOrDefault() is { } unknown)
        {
            throw UnknownKey(unknown, path, all, (catalog, name));
        }

        var result = defaults.GetType().GetMethod("<Clone>$")!.Invoke(defaults, null)!;
        Set(result, written.Others, properties, path);
        return result;
    }

    private InputException UnknownKey(
        MapEntry entry, string path, IReadOnlyList<ConfigProperty> properties, (ISettingsCatalog Catalog, string Name)? chosen)
    {
        var full = KeyPath.Join(path, entry.Key);
        if (RenamedSettings.NewPath(full) is { } present)
        {
            return new InputException(
                entry.KeyAt.ToString(), $"the key '{full}' of before", $"'{present}', as it is called now",
                $"write '{present}'; './panoptes config convert FILE' rewrites a file");
        }

        var names = properties.Select(known => known.Key).ToList();
        var where = path.Length == 0 ? "at the top level" : $"in '{path}'";
        var expected = $"one of the settings {where}{(chosen is { } named ? $" for {named.Name}" : "")} ({string.Join(", ", names)})";
        if (chosen is { } choice
            && choice.Catalog.Names.FirstOrDefault(other => Keys(choice.Catalog, other).Contains(entry.Key)) is { } owner)
        {
            return new InputException(entry.KeyAt.ToString(), $"'{full}', a setting of {owner} and its kind", expected,
                entry.Value is ScalarNode { IsNull: true }
                    ? "remove it; './panoptes config convert FILE' does so in a whole file"
                    : path.Length == 0 ? "remove it, or choose another name" : $"remove it, or choose another {path}");
        }

        var meant = SettingNames.Find(root, full, catalogs);
        var elsewhere = SettingNames.Nearest(root, full, catalogs);
        var nearest = NearestName.Of(entry.Key, elsewhere is null ? names : [.. names, elsewhere.Split('.')[^1]]);
        var near = nearest is not null && names.Contains(nearest) ? KeyPath.Join(path, nearest) : elsewhere;
        return new InputException(
            entry.KeyAt.ToString(),
            $"the unknown key '{full}'",
            expected,
            meant is not null ? $"did you mean '{meant}'{SettingNames.Note(full)}?"
                : near is null ? "remove it, or look it up in docs/configuration.md (of a study: docs/study-settings.md)"
                : $"did you mean '{near}'?");
    }

    private static IEnumerable<string> Keys(ISettingsCatalog catalog, string name) =>
        ConfigSchema.Properties(catalog.Defaults(name).GetType()).Select(property => property.Key);

    private object? Value(Type type, bool allowsNull, object? defaults, ConfigNode node, string path)
    {
        // Expanded only now, so that what an override replaces need not be set.
        node = node is ScalarNode text ? text with { Text = EnvironmentText.Expand(text.Text, text.At, path) } : node;
        if (node is ScalarNode { IsNull: true } && (allowsNull || !type.IsValueType || Nullable.GetUnderlyingType(type) is not null))
        {
            return allowsNull ? null : throw WrongType(node, type, path, "give it a value, or leave the key out for the default");
        }

        var inner = Nullable.GetUnderlyingType(type) ?? type;
        if (ConfigSchema.ValueOfDictionary(inner) is { } value)
        {
            return Dictionary(value, node as MapNode ?? throw WrongType(node, type, path), path);
        }

        if (ConfigSchema.ElementOfList(inner) is { } element)
        {
            return List(inner, element, node as ListNode ?? throw WrongType(node, type, path, "write it as [a, b]"), path);
        }

        if (ConfigSchema.IsRecord(inner))
        {
            var fresh = defaults ?? Activator.CreateInstance(inner)!;
            return Record(
                fresh.GetType(), fresh, node as MapNode ?? throw WrongType(
                    node, type, path, $"write its settings below it, such as {path}.{ConfigSchema.Properties(inner)[0].Key}"), path);
        }

        return Scalar(
            inner, node as ScalarNode ?? throw WrongType(node, type, path, inner == typeof(string) ? "put the text in quotes" : null),
            path);
    }

    private object Dictionary(Type value, MapNode map, string path)
    {
        var result = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), value))!;
        foreach (var entry in map.Entries)
        {
            var start = ConfigSchema.IsRecord(value) ? Activator.CreateInstance(value) : null;
            result.Add(entry.Key, Value(value, false, start, entry.Value, KeyPath.Join(path, entry.Key)));
        }

        return result;
    }

    private Array List(Type list, Type element, ListNode node, string path)
    {
        if (!list.IsArray && list.IsClass)
        {
            throw new NotSupportedException($"{path}: a configuration holds arrays or read-only lists, not {list}");
        }

        var result = Array.CreateInstance(element, node.Items.Count);
        for (var i = 0; i < node.Items.Count; i++)
        {
            var start = ConfigSchema.IsRecord(element) ? Activator.CreateInstance(element) : null;
            result.SetValue(Value(element, Nullable.GetUnderlyingType(element) is not null, start, node.Items[i], $"{path}[{i}]"), i);
        }

        return result;
    }

    private static object Scalar(Type type, ScalarNode node, string path)
    {
        if (type == typeof(string))
        {
            return node.Text;
        }

        if (node.Quoted && !type.IsEnum)
        {
            throw WrongType(node, type, path, "remove the quotes");
        }

        if (type.IsEnum)
        {
            return EnumValue(type, node, path);
        }

        if (type == typeof(bool))
        {
            return node.Text switch
            {
                "true" or "True" => true,
                "false" or "False" => false,
                _ => throw WrongType(node, type, path),
            };
        }

        var digits = node.Text.Replace("_", "");
        if (type == typeof(int) || type == typeof(long))
        {
            return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
                ? (type == typeof(long) ? (object)integer : Narrow(integer, node, path))
                : throw WrongType(node, type, path);
        }

        if (digits.TrimStart('+', '-', '.').ToLowerInvariant() is "nan" or "inf" or "infinity")
        {
            throw new InputException(
                node.At.ToString(), $"'{node.Text}' for '{path}'", "a number that is finite", "write the number itself");
        }

        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? (type == typeof(float) ? (object)(float)number : number)
            : throw WrongType(node, type, path);
    }

    private static int Narrow(long value, ScalarNode node, string path) => value is >= int.MinValue and <= int.MaxValue
        ? (int)value
        : throw new InputException(
            node.At.ToString(), $"{value} for '{path}'", "an integer of at most 2147483647 in size", "write a smaller number");

    private static object EnumValue(Type type, ScalarNode node, string path)
    {
        static string Plain(string name) => name.Replace("_", "").Replace("-", "").ToLowerInvariant();
        var name = Enum.GetNames(type).FirstOrDefault(known => Plain(known) == Plain(node.Text));
        if (name is not null)
        {
            return Enum.Parse(type, name);
        }

        var near = NearestName.Of(node.Text, ConfigSchema.EnumKeys(type));
        throw WrongType(node, type, path, near is null ? "choose one of them" : $"did you mean '{near}'?");
    }

    private static InputException WrongType(ConfigNode node, Type type, string path, string? advice = null)
    {
        var expected = ConfigSchema.Name(type);
        var article = expected is "text" or "true or false" || expected.StartsWith("one of", StringComparison.Ordinal) ? expected
            : expected[0] is 'i' ? $"an {expected}" : $"a {expected}";
        return new InputException(
            node.At.ToString(), $"{node.Description} for '{path}'", article, advice ?? $"correct the value of '{path}'");
    }
}
