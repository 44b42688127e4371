using Panoptes.Foundation;

namespace Panoptes.PseudoLabels.Fields;

/// <summary>
/// A fully connected random field with two Gaussian kernels and Potts' penalty (Krähenbühl and Koltun, 2011): near pixels, and pixels
/// that are near and alike in color, should be of one class.
/// </summary>
public sealed record DenseFieldConfig
{
    /// <summary>The settings for semantic maps (spec 4.1).</summary>
    public static DenseFieldConfig Semantic { get; } = new();

    /// <summary>The settings for refining masks (spec 4.1).</summary>
    public static DenseFieldConfig Refinement { get; } = new()
    {
        SmoothSigma = 3,
        SmoothWeight = 7,
        ColorSigma = 5,
        PositionSigma = 50,
        ColorWeight = 10,
    };

    /// <summary>Mean-field updates, at least 1.</summary>
    public int Iterations { get; init; } = 10;

    /// <summary>Standard deviation of the smoothness kernel in pixels, above 0.</summary>
    public double SmoothSigma { get; init; } = 1;

    /// <summary>Its weight, at least 0.</summary>
    public double SmoothWeight { get; init; } = 3;

    /// <summary>Standard deviation of the color kernel's position in pixels, above 0.</summary>
    public double PositionSigma { get; init; } = 67;

    /// <summary>Standard deviation of the color kernel's color, of 256 levels; above 0.</summary>
    public double ColorSigma { get; init; } = 3;

    /// <summary>Its weight, at least 0.</summary>
    public double ColorWeight { get; init; } = 4;

    /// <summary>Checks every value.</summary>
    /// <param name="name">Where the settings stand, such as <c>field</c>.</param>
    /// <exception cref="InputException">A value is out of range.</exception>
    public void Check(string name)
    {
        Require.Within($"{name}.iterations", Iterations, 1, 1000);
        Require.Positive($"{name}.smooth_sigma", SmoothSigma);
        Require.Positive($"{name}.position_sigma", PositionSigma);
        Require.Positive($"{name}.color_sigma", ColorSigma);
        Require.AtLeast($"{name}.smooth_weight", SmoothWeight, 0);
        Require.AtLeast($"{name}.color_weight", ColorWeight, 0);
    }
}
