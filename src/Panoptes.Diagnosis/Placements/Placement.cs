namespace Panoptes.Diagnosis.Placements;

/// <summary>
/// How labels would have to be moved to fit their image: by a scale about a fixed point, then a shift:
/// image = anchor + Scale * (label - anchor) + (Dx, Dy), in pixels of the image.
/// </summary>
/// <param name="Scale">How much larger the labels would have to be; above 0.</param>
/// <param name="Dx">Pixels to the right.</param>
/// <param name="Dy">Pixels down.</param>
public readonly record struct Placement(double Scale, double Dx, double Dy)
{
    /// <summary>Labels that stay where they are.</summary>
    public static Placement Identity => new(1, 0, 0);

    /// <summary>What the labels are scaled about, as shares of the image's width and height; its center unless said.</summary>
    public (double X, double Y) Anchor { get; init; } = (0.5, 0.5);

    /// <summary>How far the labels are shifted, in pixels.</summary>
    public double Shift => Math.Sqrt((Dx * Dx) + (Dy * Dy));

    /// <summary>The same placement in smaller pixels.</summary>
    /// <param name="factor">How many of those a pixel spans, along each side.</param>
    public Placement Times(double factor) => this with { Dx = Dx * factor, Dy = Dy * factor };

    /// <summary>
    /// Whether it is no more than where edges and labels usually lie apart: 1.5 pixels and 2 % (section 12.5 of the specification).
    /// </summary>
    public bool IsIdentity => Shift <= 1.5 && Math.Abs(Scale - 1) <= 0.02;
}
