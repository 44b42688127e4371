namespace Panoptes.Diagnosis.Coordinates;

/// <summary>
/// A coordinate of the labels as a function of where the image is: label = X * imageX + Y * imageY + Offset, by least squares, in native
/// pixels.
/// </summary>
/// <param name="X">Its change with the image's x.</param>
/// <param name="Y">Its change with the image's y.</param>
/// <param name="Offset">Its value at the image's corner.</param>
public readonly record struct AxisFit(double X, double Y, double Offset);
