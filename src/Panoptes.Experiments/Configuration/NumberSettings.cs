using System.Collections;
using System.Globalization;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Configuration;

/// <summary>Settings that hold a number, by their dotted path.</summary>
internal static class NumberSettings
{
    private static readonly Type[] Numbers = [typeof(int), typeof(long), typeof(float), typeof(double)];

    /// <summary>Requires that a path leads to a number.</summary>
    /// <param name="record">The record of all settings.</param>
    /// <param name="option">The setting that holds the path.</param>
    /// <param name="path">The path, such as <c>train.optimizer.learning_rate</c>.</param>
    /// <exception cref="InputException">There is no such setting, or it holds something else.</exception>
    public static void RequireOne(Type record, string option, string path)
    {
        var type = path.Length == 0 ? null : At(record, path.Split('.'));
        if (type is null)
        {
            throw new InputException(
                option, $"'{path}'", "the path of a setting that is a number, such as train.optimizer.learning_rate",
                SettingNames.Nearest(record, path, ConfigReader.BuiltIn) is { } near ? $"did you mean '{near}'?" : "correct the path");
        }

        Require.That(
            Numbers.Contains(type), option, $"'{path}', which holds {ConfigSchema.Name(type)}", "a setting that is a number",
            "name another one");
    }

    /// <summary>The number that a configuration has at a path; null where it has none there.</summary>
    /// <param name="config">The bound configuration.</param>
    /// <param name="path">The path.</param>
    public static double? Of(object config, string path)
    {
        object? value = config;
        foreach (var part in path.Split('.'))
        {
            value = value switch
            {
                null => null,
                IDictionary map => map[part],
                _ when ConfigSchema.IsRecord(value.GetType()) => ConfigSchema.Settings(value)
                    .Where(setting => setting.Property.Key == part)
                    .Select(setting => setting.Property.Property.GetValue(setting.Owner)).FirstOrDefault(),
                _ => null,
            };
        }

        return value is not null && Numbers.Contains(value.GetType()) ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : null;
    }

    // What a name chooses, such as the options of a model, may stand at a path too.
    private static Type? At(Type type, string[] parts)
    {
        if (parts.Length == 0)
        {
            return type;
        }

        if (ConfigSchema.ValueOfDictionary(type) is { } value)
        {
            return At(Plain(value), parts[1..]);
        }

        return !ConfigSchema.IsRecord(type)
            ? null
            : SettingNames.Further(type, ConfigReader.BuiltIn).Prepend(type).SelectMany(ConfigSchema.Properties)
                .Where(property => property.Key == parts[0])
                .Select(property => At(Plain(property.Property.PropertyType), parts[1..]))
                .FirstOrDefault(found => found is not null);
    }

    private static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;
}
