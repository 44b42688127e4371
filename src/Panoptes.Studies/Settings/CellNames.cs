using Panoptes.Foundation;

namespace Panoptes.Studies.Settings;

/// <summary>Names that become parts of folders.</summary>
public static class CellNames
{
    private const int Longest = 80;

    /// <summary>Requires that a name can be a folder's on every file system, and leads nowhere else.</summary>
    /// <exception cref="InputException">It cannot.</exception>
    public static void Require(string setting, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Foundation.Require.That(
            name.Length is > 0 and <= Longest && name.All(IsAllowed) && name.Any(char.IsAsciiLetterOrDigit), setting, $"'{name}'",
            $"1 to {Longest} letters, digits, dots, dashes, underscores and plus signs", "rename it; a title may hold anything");
    }

    /// <summary>A name made of any text.</summary>
    public static string From(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var name = new string([.. text.Select(character => IsAllowed(character) ? character : '-')]).Trim('-', '.');
        return name.Length == 0 ? "unnamed" : name[..Math.Min(name.Length, Longest)];
    }

    private static bool IsAllowed(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or '+';
}
