using Panoptes.Imaging;

namespace Panoptes.Metrics.PixelQuality;

/// <summary>What the pixels of an image are, and what a network says of them; all planes are of one size.</summary>
/// <param name="Truth">Train ids; what is no class counts nowhere but in whether the image has a label.</param>
/// <param name="Kept">Train ids of the pixels that became labels; what is no class is none.</param>
/// <param name="Best">The likeliest class of every pixel before the filter.</param>
/// <param name="Scores">How sure the network is of that, 0 to 1; null where nobody knows, and only labels are judged.</param>
public sealed record JudgedPixels(Plane<ushort> Truth, Plane<ushort> Kept, Plane<ushort> Best, Plane<float>? Scores)
{
    /// <summary>Labels without scores.</summary>
    /// <param name="truth">Train ids.</param>
    /// <param name="labels">Train ids of the labels; what is no class is none.</param>
    public static JudgedPixels Of(Plane<ushort> truth, Plane<ushort> labels) => new(truth, labels, labels, null);
}
