namespace Panoptes.Experiments.Settings;

/// <summary>The ids by which rules of advice are known, and silenced.</summary>
internal static class AdviceIds
{
    private const int Count = 22;

    /// <summary>All of them, in their order: A1, A2 and so on.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enumerable.Range(1, Count).Select(number => $"A{number}")];
}
