using System.Collections.Concurrent;
using System.Reflection;

namespace Panoptes.Experiments.Configuration;

/// <summary>One setting of a configuration record.</summary>
/// <param name="Key">Its key in files, snake_case.</param>
/// <param name="Property">The property behind it.</param>
/// <param name="AllowsNull">True where <c>null</c> is a value of it.</param>
internal sealed record ConfigProperty(string Key, PropertyInfo Property, bool AllowsNull);

/// <summary>What the types of a configuration look like to files: the settings of a record, and which types are what.</summary>
internal static class ConfigSchema
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<ConfigProperty>> Known = new();

    /// <summary>The settings of a record in declaration order: its public properties that can be initialized.</summary>
    public static IReadOnlyList<ConfigProperty> Properties(Type record) => Known.GetOrAdd(record, static type =>
    {
        var nullability = new NullabilityInfoContext();
        return [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property is { CanRead: true, CanWrite: true } && property.GetIndexParameters().Length == 0)
            .OrderBy(property => property.MetadataToken)
            .Select(property => new ConfigProperty(
                KeyPath.Snake(property.Name),
                property,
                Nullable.GetUnderlyingType(property.PropertyType) is not null || nullability.Create(property).ReadState == NullabilityState.Nullable))];
    });

    /// <summary>True for a record of settings: a class that a configuration nests.</summary>
    public static bool IsRecord(Type type) =>
        type.IsClass && type != typeof(string) && type.GetMethod("<Clone>$") is not null && Properties(type).Count > 0;

    /// <summary>The element type of an array or a read-only list, or null.</summary>
    public static Type? ElementOfList(Type type)
    {
        if (type.IsArray)
        {
            return type.GetElementType();
        }

        Type[] lists = [typeof(IReadOnlyList<>), typeof(IReadOnlyCollection<>), typeof(IEnumerable<>), typeof(IList<>), typeof(List<>)];
        return type.IsGenericType && lists.Contains(type.GetGenericTypeDefinition()) ? type.GetGenericArguments()[0] : null;
    }

    /// <summary>The value type of a dictionary with text keys, or null.</summary>
    public static Type? ValueOfDictionary(Type type)
    {
        Type[] dictionaries = [typeof(IReadOnlyDictionary<,>), typeof(IDictionary<,>), typeof(Dictionary<,>)];
        return type.IsGenericType && dictionaries.Contains(type.GetGenericTypeDefinition()) && type.GetGenericArguments()[0] == typeof(string)
            ? type.GetGenericArguments()[1]
            : null;
    }

    /// <summary>The type as the reference of settings names it: <c>integer</c>, <c>list of numbers</c>, <c>one of a, b</c>.</summary>
    public static string Name(Type type)
    {
        var inner = Nullable.GetUnderlyingType(type) ?? type;
        return inner switch
        {
            _ when inner == typeof(string) => "text",
            _ when inner == typeof(bool) => "true or false",
            _ when inner == typeof(int) || inner == typeof(long) => "integer",
            _ when inner == typeof(double) || inner == typeof(float) => "number",
            { IsEnum: true } => $"one of {string.Join(", ", EnumKeys(inner))}",
            _ when ValueOfDictionary(inner) is { } value => $"mapping of names to {Plural(value)}",
            _ when ElementOfList(inner) is { } element => $"list of {Plural(element)}",
            _ when IsRecord(inner) => "mapping",
            _ => throw new NotSupportedException($"a configuration cannot hold a {type}"),
        };
    }

    /// <summary>The spellings of an enum's values in files.</summary>
    public static IEnumerable<string> EnumKeys(Type type) => Enum.GetNames(type).Select(KeyPath.Snake);

    private static string Plural(Type type) => Name(type) switch
    {
        "text" => "texts",
        "true or false" => "true or false",
        "integer" => "integers",
        "number" => "numbers",
        "mapping" => "mappings",
        var other => $"({other})",
    };
}
