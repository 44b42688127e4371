using Panoptes.Imaging;

namespace Panoptes.Experiments.Evaluations.Pictures;

/// <summary>The pictures of an image that one kind of evaluation makes, all of one size.</summary>
/// <param name="Truth">The truth in class colors.</param>
/// <param name="Prediction">The prediction likewise.</param>
/// <param name="Difference">What is wrong, over the image.</param>
/// <param name="Judged">Where the prediction is right and wrong, as <see cref="Judgement"/> numbers it.</param>
internal sealed record DrawnKind(RgbImage Truth, RgbImage Prediction, RgbImage Difference, Plane<byte> Judged)
{
    /// <summary>Whether black in truth and prediction is no class: written clear, so that the image below is seen there.</summary>
    public bool BlackIsNone { get; init; }
}
