namespace Panoptes.Experiments.Tests;

/// <summary>Settings as a command line gives them.</summary>
internal static class Settings
{
    /// <summary>Settings with others in place of those of the same key.</summary>
    public static IReadOnlyList<string> With(this IEnumerable<string> settings, params IReadOnlyList<string> others)
    {
        var replaced = others.Select(Key).ToHashSet();
        return [.. settings.Where(setting => !replaced.Contains(Key(setting))), .. others];
    }

    private static string Key(string setting) => setting.Split('=')[0];
}
