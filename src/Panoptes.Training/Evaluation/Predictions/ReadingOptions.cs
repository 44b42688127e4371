using Panoptes.Models.Outputs.Readings;

namespace Panoptes.Training.Evaluation.Predictions;

/// <summary>How a network's outputs become segments and objects.</summary>
/// <param name="Things">Train ids of the classes of objects.</param>
/// <param name="Panoptic">Which masks become segments.</param>
/// <param name="MaxDetections">How many objects an image may have, at least 1.</param>
public sealed record ReadingOptions(IReadOnlySet<int> Things, PanopticOptions Panoptic, int MaxDetections)
{
    /// <summary>
    /// Whether segments or objects may be asked for. Where not, several views of a network that makes masks are summed as they come, and
    /// nothing is kept of them.
    /// </summary>
    public bool HasSegments { get; init; } = true;

    /// <summary>For networks that only tell classes apart.</summary>
    public static ReadingOptions None { get; } = new(new HashSet<int>(), new PanopticOptions(), 100);
}
