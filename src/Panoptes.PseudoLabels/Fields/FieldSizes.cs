using Panoptes.Imaging;
using Panoptes.PseudoLabels.Maps;

namespace Panoptes.PseudoLabels.Fields;

/// <summary>An image and the probabilities of its pixels belong together by their size.</summary>
internal static class FieldSizes
{
    /// <summary>Refuses maps of another size than the image.</summary>
    public static void Check(RgbImage image, ChannelMap map)
    {
        if (image.Width != map.Width || image.Height != map.Height)
        {
            throw new ArgumentException(
                $"probabilities of {map.Width}x{map.Height} for an image of {image.Width}x{image.Height}", nameof(map));
        }
    }
}
