using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Configuration;

/// <summary>
/// Checks the ranges of bound settings (attributes of System.ComponentModel.DataAnnotations, and
/// <see cref="IValidatableObject"/> for rules that span settings) and says which setting to change and where it stands.
/// </summary>
internal static class ConfigValidator
{
    /// <summary>Checks a record and all that it nests.</summary>
    /// <param name="value">The bound record.</param>
    /// <param name="map">Where its settings were written.</param>
    /// <exception cref="InputException">The first setting that is out of range.</exception>
    public static void Check(object value, MapNode map) => Record(value, map, "");

    private static void Record(object value, MapNode? map, string path)
    {
        foreach (var property in ConfigSchema.Properties(value.GetType()))
        {
            var key = KeyPath.Join(path, property.Key);
            var entry = map?.Find(property.Key);
            var current = property.Property.GetValue(value);
            foreach (var rule in property.Property.GetCustomAttributes<ValidationAttribute>(true))
            {
                Rule(rule, value, property, current, key, entry);
            }

            Nested(current, entry?.Value, key);
        }

        if (value is IValidatableObject whole)
        {
            foreach (var result in whole.Validate(new ValidationContext(value)))
            {
                throw Spanning(result, map, path);
            }
        }
    }

    private static void Nested(object? value, ConfigNode? node, string path)
    {
        switch (value)
        {
            case null or string:
                break;
            case IDictionary dictionary:
                foreach (DictionaryEntry pair in dictionary)
                {
                    Nested(pair.Value, (node as MapNode)?.Find((string)pair.Key)?.Value, KeyPath.Join(path, (string)pair.Key));
                }

                break;
            case IList list:
                for (var i = 0; i < list.Count; i++)
                {
                    Nested(list[i], i < (node as ListNode)?.Items.Count ? ((ListNode)node).Items[i] : null, $"{path}[{i}]");
                }

                break;
            case { } record when ConfigSchema.IsRecord(record.GetType()):
                Record(record, node as MapNode, path);
                break;
            default:
                break;
        }
    }

    private static void Rule(ValidationAttribute rule, object owner, ConfigProperty property, object? value, string key, MapEntry? entry)
    {
        var context = new ValidationContext(owner) { MemberName = property.Property.Name, DisplayName = key };
        if (rule.GetValidationResult(value, context) is { } failure)
        {
            var (expected, advice) = rule is RangeAttribute range
                ? (Between(range), $"change {key}")
                : (failure.ErrorMessage ?? "a valid value", $"change {key}");
            throw new InputException(Where(entry, key), $"{key} = {Text(value)}", expected, advice);
        }
    }

    private static string Between(RangeAttribute range)
    {
        var low = Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture);
        var high = Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture);
        var lowest = (range.MinimumIsExclusive ? "above " : "at least ") + Text(range.Minimum);
        var highest = (range.MaximumIsExclusive ? "below " : "at most ") + Text(range.Maximum);
        return high is >= int.MaxValue ? lowest : low is <= int.MinValue ? highest : $"{lowest} and {highest}";
    }

    private static InputException Spanning(ValidationResult result, MapNode? map, string path)
    {
        var keys = result.MemberNames.Select(KeyPath.Snake).ToList();
        var full = keys.Select(key => KeyPath.Join(path, key)).ToList();
        var entry = keys.Select(key => map?.Find(key)).FirstOrDefault(found => found is not null);
        var named = full.Count > 0 ? string.Join(", ", full) : path;
        var found = full.Count > 0 ? $"settings that do not fit ({named})" : "settings that do not fit";
        return new InputException(Where(entry, named), found, result.ErrorMessage ?? "settings that fit", $"change {string.Join(" or ", full.DefaultIfEmpty(path))}");
    }

    private static string Where(MapEntry? entry, string key) => entry is null ? $"the default of {key}" : entry.Value.At.ToString();

    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Text))}]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
