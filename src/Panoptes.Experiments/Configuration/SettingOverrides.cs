namespace Panoptes.Experiments.Configuration;

/// <summary>Settings as they stand on a command line, <c>key=value</c>.</summary>
public static class SettingOverrides
{
    /// <summary>Of settings of the same key the last, where each was set on top of those before it.</summary>
    /// <param name="settings">The settings, in the order in which they were laid over each other.</param>
    public static IEnumerable<string> LastWins(IEnumerable<string> settings) =>
        settings.GroupBy(setting => setting.Split('=')[0].Trim()).Select(group => group.Last());

    /// <summary>Text as a value that YAML takes as it is, whatever characters it has.</summary>
    /// <param name="text">The text, such as a path.</param>
    public static string Quoted(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }
}
