namespace Panoptes.Models.Detection;

/// <summary>What each part of a box's code is multiplied with, so that all are about as large (BBOX_REG_WEIGHTS).</summary>
/// <param name="X">The shift to the right, by widths.</param>
/// <param name="Y">The shift down, by heights.</param>
/// <param name="Width">The logarithm of the growth in width.</param>
/// <param name="Height">The logarithm of the growth in height.</param>
public readonly record struct BoxWeights(double X, double Y, double Width, double Height)
{
    /// <summary>Those of proposals.</summary>
    public static BoxWeights One { get; } = new(1, 1, 1, 1);

    /// <summary>Those of the first stage.</summary>
    public static BoxWeights First { get; } = new(10, 10, 5, 5);

    /// <summary>Those of Cascade R-CNN's three stages: codes become smaller from stage to stage.</summary>
    public static IReadOnlyList<BoxWeights> Cascade { get; } = [First, new(20, 20, 10, 10), new(30, 30, 15, 15)];
}
