using System.Collections.Concurrent;
using System.Reflection;
using Panoptes.Foundation.Settings;

namespace Panoptes.Experiments.Configuration;

/// <summary>One setting of a configuration record.</summary>
/// <param name="Key">Its key in files, snake_case.</param>
/// <param name="Property">The property behind it.</param>
/// <param name="AllowsNull">True where <c>null</c> is a value of it.</param>
internal sealed record ConfigProperty(string Key, PropertyInfo Property, bool AllowsNull);

/// <summary>A property whose record a name chooses.</summary>
/// <param name="Property">The property that holds the record.</param>
/// <param name="ChosenBy">The property that holds the name.</param>
/// <param name="Key">The key of the name.</param>
internal sealed record FurtherSettings(PropertyInfo Property, PropertyInfo ChosenBy, string Key);

/// <summary>What the types of a configuration look like to files: the settings of a record, and which types are what.</summary>
internal static class ConfigSchema
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<ConfigProperty>> Known = new();
    private static readonly ConcurrentDictionary<Type, FurtherSettings?> Further = new();

    /// <summary>
    /// The settings of a record in declaration order, those it inherits first: its public properties that can be initialized. Those that a
    /// name chooses are not among them (<see cref="FurtherOf"/>).
    /// </summary>
    public static IReadOnlyList<ConfigProperty> Properties(Type record) => Known.GetOrAdd(record, static type =>
    {
        var nullability = new NullabilityInfoContext();
        return [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property is { CanRead: true, CanWrite: true } && property.GetIndexParameters().Length == 0)
            .Where(property => !property.IsDefined(typeof(FurtherSettingsAttribute)))
            .OrderBy(property => Depth(property.DeclaringType!))
            .ThenBy(property => property.MetadataToken)
            .Select(property => new ConfigProperty(
                KeyPath.Snake(property.Name),
                property,
                Nullable.GetUnderlyingType(property.PropertyType) is not null
                    || nullability.Create(property).ReadState == NullabilityState.Nullable))];
    });

    /// <summary>The property whose record's settings stand among those of its owner, or null where a record has none.</summary>
    public static FurtherSettings? FurtherOf(Type record) => Further.GetOrAdd(record, static type => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Select(property => property.GetCustomAttribute<FurtherSettingsAttribute>() is { } mark
            ? new FurtherSettings(property, type.GetProperty(mark.ChosenBy)!, KeyPath.Snake(mark.ChosenBy))
            : null)
        .FirstOrDefault(found => found is not null));

    /// <summary>The settings of a value: those of its record, and those that a name has chosen for it.</summary>
    public static IEnumerable<(ConfigProperty Property, object Owner)> Settings(object value)
    {
        var further = FurtherOf(value.GetType())?.Property.GetValue(value);
        return [.. Properties(value.GetType()).Select(property => (property, value)), .. further is null ? [] : Settings(further)];
    }

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
        return type.IsGenericType && dictionaries.Contains(type.GetGenericTypeDefinition())
            && type.GetGenericArguments()[0] == typeof(string)
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

    private static int Depth(Type type) => type.BaseType is { } parent ? Depth(parent) + 1 : 0;

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
