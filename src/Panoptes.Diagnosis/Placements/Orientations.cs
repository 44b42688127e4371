namespace Panoptes.Diagnosis.Placements;

/// <summary>What each <see cref="Orientation"/> does.</summary>
public static class Orientations
{
    /// <summary>Those that keep width and height.</summary>
    public static IReadOnlyList<Orientation> OfSameSize { get; } =
        [Orientation.FlippedHorizontally, Orientation.FlippedVertically, Orientation.Turned180];

    /// <summary>Those that swap width and height.</summary>
    public static IReadOnlyList<Orientation> Quarter { get; } =
        [Orientation.Turned90, Orientation.Turned270, Orientation.Transposed, Orientation.Transversed];

    /// <summary>Whether it is a mirror image, rather than a turn.</summary>
    public static bool IsMirror(Orientation orientation) => orientation is Orientation.FlippedHorizontally or Orientation.FlippedVertically;

    /// <summary>Where a point of the labels would lie in the image, both as shares of width and height.</summary>
    /// <param name="orientation">How the labels are laid down.</param>
    /// <param name="u">The point across, 0 to 1.</param>
    /// <param name="v">The point down, 0 to 1.</param>
    public static (double U, double V) Map(Orientation orientation, double u, double v) => orientation switch
    {
        Orientation.FlippedHorizontally => (1 - u, v),
        Orientation.FlippedVertically => (u, 1 - v),
        Orientation.Turned180 => (1 - u, 1 - v),
        Orientation.Turned90 => (1 - v, u),
        Orientation.Turned270 => (v, 1 - u),
        Orientation.Transposed => (v, u),
        Orientation.Transversed => (1 - v, 1 - u),
        _ => (u, v),
    };

    /// <summary>What labels are that would have to be laid down so, in words.</summary>
    public static string Describe(Orientation orientation) => orientation switch
    {
        Orientation.FlippedHorizontally => "flipped horizontally",
        Orientation.FlippedVertically => "flipped vertically",
        Orientation.Turned180 => "turned by 180 degrees",
        Orientation.Turned90 => "turned by 90 degrees counterclockwise",
        Orientation.Turned270 => "turned by 90 degrees clockwise",
        Orientation.Transposed => "transposed (turned and flipped)",
        Orientation.Transversed => "transposed about the other diagonal (turned and flipped)",
        _ => "upright",
    };
}
