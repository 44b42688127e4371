namespace Panoptes.Dashboard.Curves;

/// <summary>Colors of runs in charts and tables; the page's script moves them away from a dark or light background.</summary>
internal static class LineColors
{
    private static readonly string[] All =
    [
        "#3b6fe0", "#e0702c", "#2a9d6f", "#b452c9", "#d4a21a", "#1fa3b8", "#d9486e", "#7d6be0", "#7a8a2e", "#8a8f99",
    ];

    /// <summary>The color of a run by its place.</summary>
    public static string Of(int place) => All[place % All.Length];
}
