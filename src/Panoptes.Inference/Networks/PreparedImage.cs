namespace Panoptes.Inference.Networks;

/// <summary>An image as it enters a network.</summary>
/// <param name="Values">3 * InputHeight * InputWidth numbers: the planes red, green and blue, normalized; 0 where it was padded.</param>
/// <param name="InputWidth">Width of the input in pixels.</param>
/// <param name="InputHeight">Height of the input in pixels.</param>
/// <param name="ContentWidth">Width of the part that shows the image, from the left.</param>
/// <param name="ContentHeight">Height of the part that shows the image, from the top.</param>
/// <param name="Width">Width of the image itself.</param>
/// <param name="Height">Height of the image itself.</param>
public sealed record PreparedImage(
    float[] Values, int InputWidth, int InputHeight, int ContentWidth, int ContentHeight, int Width, int Height);
