using Panoptes.Foundation;

namespace Panoptes.Studies.Launchers;

/// <summary>Checks of settings that become one line of a job's script.</summary>
internal static class OptionLines
{
    /// <summary>A value must be one line.</summary>
    public static void Check(string setting, string value) => Require.That(
        !value.Any(char.IsControl), setting, $"'{value}'", "one line", "take the line breaks out");

    /// <summary>Further options must be lines that begin with a dash; the script puts the mark before them.</summary>
    public static void Check(string setting, IReadOnlyList<string> lines, string mark)
    {
        foreach (var line in lines)
        {
            Check(setting, line);
            Require.That(
                line.StartsWith('-'), setting, $"'{line}'", "an option that begins with -", $"write what would stand after {mark}");
        }
    }
}
