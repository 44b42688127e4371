using Panoptes.Imaging;

namespace Panoptes.Metrics.Scoring;

/// <summary>What the colors of pictures mean.</summary>
internal static class PictureKey
{
    public static readonly Rgb Matched = new(70, 140, 80);
    public static readonly Rgb Missed = new(215, 45, 45);
    public static readonly Rgb Wrong = new(240, 150, 30);
    public static readonly Rgb Confused = new(200, 50, 200);
    public static readonly Rgb Forgiven = new(120, 120, 130);
    public static readonly Rgb Void = new(25, 25, 30);

    /// <summary>Segments and instances: truth on the left, prediction on the right.</summary>
    public static IReadOnlyList<(string Meaning, Rgb Color)> Segments { get; } =
        [("matched", Matched), ("missed", Missed), ("wrong", Wrong), ("confused: covers over a quarter of several", Confused), ("forgiven, crowd or too small", Forgiven), ("none", Void)];

    /// <summary>Label maps: truth, prediction, and where they differ.</summary>
    public static IReadOnlyList<(string Meaning, Rgb Color)> Labels { get; } = [("right", Matched), ("wrong", Missed), ("void", Void)];

    /// <summary>The same with the colors of classes.</summary>
    public static IReadOnlyList<(string Meaning, Rgb Color)> LabelsAnd(IEnumerable<(string Name, Rgb Color)> classes) => [.. Labels, .. classes];
}
