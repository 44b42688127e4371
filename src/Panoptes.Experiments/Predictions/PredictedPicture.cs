namespace Panoptes.Experiments.Predictions;

/// <summary>An image as the page over its folder shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Overlay">Its overlay, relative to the page.</param>
/// <param name="Width">Its width in pixels.</param>
/// <param name="Height">Its height in pixels.</param>
public sealed record PredictedPicture(string Name, string Overlay, int Width, int Height)
{
    /// <summary>The image itself, relative to the page; null where it is not kept, as frames of videos are not.</summary>
    public string? Photograph { get; init; }

    /// <summary>What was predicted where; null where that is not known.</summary>
    public ClassGrid? Grid { get; init; }
}
