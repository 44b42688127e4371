using System.Text;

namespace Panoptes.Cli.Shell;

/// <summary>Parts a line that is being typed as shells do, quotes and backslashes taken off; variables stay as they are.</summary>
internal static class ShellWords
{
    /// <summary>The words; the last one is that under the cursor, empty where a new one begins.</summary>
    /// <param name="line">The line up to the cursor; a quote may still be open.</param>
    public static IReadOnlyList<string> Of(string line)
    {
        var (words, word, quote) = (new List<string>(), new StringBuilder(), '\0');
        for (var i = 0; i < line.Length; i++)
        {
            var letter = line[i];
            if (letter == '\\' && quote != '\'' && i + 1 < line.Length)
            {
                word.Append(line[++i]);
            }
            else if (letter == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && letter is '\'' or '"')
            {
                quote = letter;
            }
            else if (quote == '\0' && char.IsWhiteSpace(letter))
            {
                if (i > 0 && !char.IsWhiteSpace(line[i - 1]))
                {
                    words.Add(word.ToString());
                }

                word.Clear();
            }
            else
            {
                word.Append(letter);
            }
        }

        return [.. words, word.ToString()];
    }
}
