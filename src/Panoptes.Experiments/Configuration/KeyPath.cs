using System.Text;

namespace Panoptes.Experiments.Configuration;

/// <summary>Dotted paths of settings and the two spellings of a name: <c>batch_size</c> in files, <c>BatchSize</c> in code.</summary>
public static class KeyPath
{
    /// <summary><c>parent.key</c>, or <c>key</c> below the root.</summary>
    public static string Join(string parent, string key) => parent.Length == 0 ? key : $"{parent}.{key}";

    /// <summary>
    /// The snake_case key of a PascalCase name: <c>BatchSize</c> gives <c>batch_size</c>, <c>AdamW</c> gives <c>adamw</c> (one capital at
    /// the end begins no word), <c>Beta1</c> gives <c>beta1</c>.
    /// </summary>
    public static string Snake(string pascal)
    {
        var text = new StringBuilder(pascal.Length + 4);
        for (var i = 0; i < pascal.Length; i++)
        {
            var upper = char.IsAsciiLetterUpper(pascal[i]);
            var startsWord = upper && i > 0 && i + 1 < pascal.Length
                && (!char.IsAsciiLetterUpper(pascal[i - 1]) || char.IsAsciiLetterLower(pascal[i + 1]));
            if (startsWord)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(pascal[i]));
        }

        return text.ToString();
    }
}
