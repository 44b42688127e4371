using Panoptes.Imaging;

namespace Panoptes.Experiments.Evaluations.Pictures;

/// <summary>What became of segments and objects, by color.</summary>
internal static class ErrorColors
{
    /// <summary>Of the truth, and not found.</summary>
    public static Rgb Missed { get; } = new(235, 165, 30);

    /// <summary>Predicted, and not of the truth.</summary>
    public static Rgb Wrong { get; } = new(220, 40, 40);

    /// <summary>Predicted over parts of several things.</summary>
    public static Rgb Confused { get; } = new(170, 60, 210);

    /// <summary>Found.</summary>
    public static Rgb Matched { get; } = new(60, 160, 90);
}
