using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Configuration;

/// <summary>Binds a tree of settings to immutable records: only what is written replaces a default, and every complaint says where it was written.</summary>
internal static class RecordBinder
{
    /// <summary>The defaults of <typeparamref name="T"/> with the settings of <paramref name="map"/> in their place.</summary>
    public static T Bind<T>(MapNode map)
        where T : class, new() => (T)Record(typeof(T), typeof(T), new T(), map, "");

    private static object Record(Type root, Type type, object defaults, MapNode map, string path)
    {
        var result = type.GetMethod("<Clone>$")!.Invoke(defaults, null)!;
        var properties = ConfigSchema.Properties(type);
        foreach (var entry in map.Entries)
        {
            var full = KeyPath.Join(path, entry.Key);
            var property = properties.FirstOrDefault(known => known.Key == entry.Key) ?? throw UnknownKey(root, entry, full, path, properties);
            property.Property.SetValue(result, Value(root, property.Property.PropertyType, property.AllowsNull, property.Property.GetValue(defaults), entry.Value, full));
        }

        foreach (var missing in properties.Where(known => map.Find(known.Key) is null && known.Property.IsDefined(typeof(RequiredMemberAttribute))))
        {
            throw new InputException(map.At.ToString(), $"no '{KeyPath.Join(path, missing.Key)}'", ConfigSchema.Name(missing.Property.PropertyType), "add it");
        }

        return result;
    }

    private static InputException UnknownKey(Type root, MapEntry entry, string full, string path, IReadOnlyList<ConfigProperty> properties)
    {
        var names = properties.Select(known => known.Key).ToList();
        var meant = SettingNames.Find(root, full);
        var near = NearestName.Of(entry.Key, names) is { } local ? KeyPath.Join(path, local) : SettingNames.Nearest(root, full);
        var where = path.Length == 0 ? "at the top level" : $"in '{path}'";
        return new InputException(
            entry.KeyAt.ToString(),
            $"the unknown key '{full}'",
            $"one of the settings {where} ({string.Join(", ", names)})",
            meant is not null ? $"did you mean '{meant}'{SettingNames.Note(full)}?"
                : near is null ? "remove it, or look it up in docs/configuration.md" : $"did you mean '{near}'?");
    }

    private static object? Value(Type root, Type type, bool allowsNull, object? defaults, ConfigNode node, string path)
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
            return Dictionary(root, value, node as MapNode ?? throw WrongType(node, type, path), path);
        }

        if (ConfigSchema.ElementOfList(inner) is { } element)
        {
            return List(root, inner, element, node as ListNode ?? throw WrongType(node, type, path, "write it as [a, b]"), path);
        }

        if (ConfigSchema.IsRecord(inner))
        {
            var fresh = defaults ?? Activator.CreateInstance(inner)!;
            return Record(root, fresh.GetType(), fresh, node as MapNode ?? throw WrongType(node, type, path, $"write its settings below it, such as {path}.{ConfigSchema.Properties(inner)[0].Key}"), path);
        }

        return Scalar(inner, node as ScalarNode ?? throw WrongType(node, type, path, inner == typeof(string) ? "put the text in quotes" : null), path);
    }

    private static object Dictionary(Type root, Type value, MapNode map, string path)
    {
        var result = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), value))!;
        foreach (var entry in map.Entries)
        {
            var start = ConfigSchema.IsRecord(value) ? Activator.CreateInstance(value) : null;
            result.Add(entry.Key, Value(root, value, false, start, entry.Value, KeyPath.Join(path, entry.Key)));
        }

        return result;
    }

    private static Array List(Type root, Type list, Type element, ListNode node, string path)
    {
        if (!list.IsArray && list.IsClass)
        {
            throw new NotSupportedException($"{path}: a configuration holds arrays or read-only lists, not {list}");
        }

        var result = Array.CreateInstance(element, node.Items.Count);
        for (var i = 0; i < node.Items.Count; i++)
        {
            var start = ConfigSchema.IsRecord(element) ? Activator.CreateInstance(element) : null;
            result.SetValue(Value(root, element, Nullable.GetUnderlyingType(element) is not null, start, node.Items[i], $"{path}[{i}]"), i);
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
            throw new InputException(node.At.ToString(), $"'{node.Text}' for '{path}'", "a number that is finite", "write the number itself");
        }

        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? (type == typeof(float) ? (object)(float)number : number)
            : throw WrongType(node, type, path);
    }

    private static int Narrow(long value, ScalarNode node, string path) => value is >= int.MinValue and <= int.MaxValue
        ? (int)value
        : throw new InputException(node.At.ToString(), $"{value} for '{path}'", "an integer of at most 2147483647 in size", "write a smaller number");

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
        return new InputException(node.At.ToString(), $"{node.Description} for '{path}'", article, advice ?? $"correct the value of '{path}'");
    }
}
