using System.Text;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Configuration;

/// <summary>
/// Expands <c>${NAME}</c> to the environment variable of that name, and <c>~/</c> at the beginning to the user's folder; <c>$${</c> stands
/// for a literal <c>${</c>.
/// </summary>
internal static class EnvironmentText
{
    /// <summary>The text with every placeholder expanded; one that is not set is an error, never left in place.</summary>
    public static string Expand(string text, SourcePosition at, string key)
    {
        text = text.StartsWith("~/", StringComparison.Ordinal) ? HomeFolder.Expand(text) : text;
        if (!text.Contains("${"))
        {
            return text;
        }

        var result = new StringBuilder();
        for (var i = 0; i < text.Length;)
        {
            if (Starts(text, i, "$${"))
            {
                result.Append("${");
                i += 3;
            }
            else if (Starts(text, i, "${"))
            {
                var end = text.IndexOf('}', i);
                var name = end < 0 ? "" : text[(i + 2)..end];
                result.Append(Value(name, at, key));
                i = end + 1;
            }
            else
            {
                result.Append(text[i++]);
            }
        }

        return result.ToString();
    }

    /// <summary>The text that <see cref="Expand"/> turns back into <paramref name="text"/>.</summary>
    public static string Escape(string text) => text.Replace("${", "$${");

    /// <summary>The tree with every text whose placeholders are not all set escaped, so that it expands to itself.</summary>
    public static ConfigNode KeepUnset(ConfigNode node) => node switch
    {
        MapNode map => map with { Entries = [.. map.Entries.Select(entry => entry with { Value = KeepUnset(entry.Value) })] },
        ListNode list => list with { Items = [.. list.Items.Select(KeepUnset)] },
        ScalarNode scalar when !IsSet(scalar) => scalar with { Text = Escape(scalar.Text) },
        _ => node,
    };

    private static bool IsSet(ScalarNode scalar)
    {
        try
        {
            Expand(scalar.Text, scalar.At, "");
            return true;
        }
        catch (InputException)
        {
            return false;
        }
    }

    private static bool Starts(string text, int index, string prefix) => string.CompareOrdinal(text, index, prefix, 0, prefix.Length) == 0;

    private static string Value(string name, SourcePosition at, string key)
    {
        if (name.Length == 0)
        {
            throw new InputException(
                at.ToString(), $"a '${{' without a name and '}}' in {key}", "${NAME}",
                "close it, or write '$${' for the two characters themselves");
        }

        return Environment.GetEnvironmentVariable(name)
            ?? throw new InputException(
                at.ToString(), $"${{{name}}} in {key}, which is not set", "an environment variable of that name",
                $"run 'export {name}=...' first or write the value itself");
    }
}
