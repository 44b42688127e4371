using Panoptes.Foundation;

namespace Panoptes.Metrics.Pixels;

/// <summary>Maps that are compared lie on each other pixel by pixel.</summary>
internal static class GroundTruthSize
{
    /// <summary>Refuses a map of another size than the ground truth's.</summary>
    /// <param name="path">The map.</param>
    /// <param name="size">Its size in pixels.</param>
    /// <param name="reference">The ground truth's map.</param>
    /// <param name="wanted">The size of that.</param>
    /// <exception cref="InputException">The sizes differ.</exception>
    public static void Require(string path, (int Width, int Height) size, string reference, (int Width, int Height) wanted)
    {
        if (size != wanted)
        {
            throw new InputException(
                path, $"{size.Width}x{size.Height} pixels", $"{wanted.Width}x{wanted.Height} as in {reference}",
                "give it at the ground truth's size");
        }
    }
}
