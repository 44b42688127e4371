using Panoptes.Imaging;

namespace Panoptes.Metrics.Scoring;

/// <summary>What the colors of pictures mean.</summary>
public static class PictureKey
{
    private const string Confusing = "confused: covers over a quarter of several";

    /// <summary>Found.</summary>
    public static Rgb Matched { get; } = new(70, 140, 80);

    /// <summary>Of the truth, and not found.</summary>
    public static Rgb Missed { get; } = new(215, 45, 45);

    /// <summary>Predicted, and not of the truth.</summary>
    public static Rgb Wrong { get; } = new(240, 150, 30);

    /// <summary>Predicted over parts of several things.</summary>
    public static Rgb Confused { get; } = new(200, 50, 200);

    /// <summary>Neither right nor wrong: a crowd, or too small.</summary>
    public static Rgb Forgiven { get; } = new(120, 120, 130);

    /// <summary>Nothing.</summary>
    public static Rgb Void { get; } = new(25, 25, 30);

    /// <summary>Segments and instances: what became of the truth's, and of the predicted ones.</summary>
    public static IReadOnlyList<(string Meaning, Rgb Color)> Segments { get; } =
    [
        ("matched", Matched), ("missed", Missed), ("wrong", Wrong), (Confusing, Confused),
        ("forgiven, crowd or too small", Forgiven),
    ];

    /// <summary>Segments and instances that are not as they should be.</summary>
    public static IReadOnlyList<(string Meaning, Rgb Color)> Errors { get; } =
        [("missed", Missed), ("wrong", Wrong), (Confusing, Confused)];

    /// <summary>Label maps: where truth and prediction differ.</summary>
    public static IReadOnlyList<(string Meaning, Rgb Color)> Labels { get; } = [("wrong", Missed)];
}
