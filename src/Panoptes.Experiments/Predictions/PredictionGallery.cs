using Panoptes.Imaging.Drawing;

namespace Panoptes.Experiments.Predictions;

/// <summary>What the page over a folder of predictions shows.</summary>
/// <param name="Title">What predicted them.</param>
/// <param name="Classes">The classes, by train id.</param>
/// <param name="Images">Every image that was predicted.</param>
/// <param name="Videos">Videos of overlays; their frames are among the images.</param>
public sealed record PredictionGallery(
    string Title, IReadOnlyList<DrawnClass> Classes, IReadOnlyList<PredictedPicture> Images, IReadOnlyList<PredictedVideo> Videos)
{
    /// <summary>What the page is called.</summary>
    public const string FileName = "index.html";

    /// <summary>What the legend is called.</summary>
    public const string LegendName = "legend.jpg";
}
