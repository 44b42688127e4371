namespace Panoptes.Models.Outputs.Readings;

/// <summary>How masks become as large as an image: up to the padded input, the padding cut off, then to the size asked for.</summary>
/// <param name="ImageHeight">Height of the image in the network's input, without padding.</param>
/// <param name="ImageWidth">Width of the image in the network's input, without padding.</param>
/// <param name="Height">Height of the prediction in pixels.</param>
/// <param name="Width">Width of the prediction in pixels.</param>
public readonly record struct ReadingSize(int ImageHeight, int ImageWidth, int Height, int Width)
{
    /// <summary>A prediction as large as the image in the network's input.</summary>
    public static ReadingSize Same(int height, int width) => new(height, width, height, width);
}
