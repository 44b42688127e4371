namespace Panoptes.Metrics.Cityscapes;

/// <summary>A ground-truth segment of an instance class in one frame: an instance, or a group (id below 1000).</summary>
/// <param name="Id">Its value in the instanceIds image.</param>
/// <param name="Label">Its label id.</param>
/// <param name="Pixels">Its pixels.</param>
public readonly record struct CityscapesTruth(int Id, int Label, long Pixels)
{
    /// <summary>Whether it stands for several objects.</summary>
    public bool IsGroup => Id < 1000;
}

/// <summary>A predicted instance of one frame.</summary>
/// <param name="File">Its mask.</param>
/// <param name="Label">Its label id.</param>
/// <param name="Score">Its confidence.</param>
/// <param name="Pixels">Its pixels.</param>
/// <param name="VoidPixels">Those of them on ignored labels.</param>
/// <param name="Overlaps">Truth segments of its class that it meets: index in the frame's list and shared pixels.</param>
public sealed record CityscapesPrediction(
    string File, int Label, double Score, long Pixels, long VoidPixels, IReadOnlyList<(int Truth, long Pixels)> Overlaps);

/// <summary>All that the instance-level evaluation needs of one frame.</summary>
/// <param name="Frame">The frame's ground-truth file.</param>
/// <param name="Truths">Segments of instance classes, by ascending id.</param>
/// <param name="Predictions">Predictions in the order of the text file.</param>
public sealed record CityscapesFrameMatches(
    string Frame, IReadOnlyList<CityscapesTruth> Truths, IReadOnlyList<CityscapesPrediction> Predictions);
