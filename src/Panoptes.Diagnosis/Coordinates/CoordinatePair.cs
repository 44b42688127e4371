namespace Panoptes.Diagnosis.Coordinates;

/// <summary>
/// What one output pixel shows: the point of the image that its color comes from, and the point that its label comes from. Both in native
/// pixels of the image, pixel centers at one half.
/// </summary>
/// <param name="ImageX">Where the image is sampled, across.</param>
/// <param name="ImageY">Where the image is sampled, down.</param>
/// <param name="LabelX">Where the label is taken, across.</param>
/// <param name="LabelY">Where the label is taken, down.</param>
public readonly record struct CoordinatePair(double ImageX, double ImageY, double LabelX, double LabelY)
{
    /// <summary>Image less label, across.</summary>
    public double Dx => ImageX - LabelX;

    /// <summary>Image less label, down.</summary>
    public double Dy => ImageY - LabelY;
}
