using Panoptes.Experiments.Predictions;

namespace Panoptes.Experiments.Sessions;

/// <summary>What is predicted, and where to.</summary>
/// <param name="Inputs">Images, videos, folders of them, and patterns.</param>
public sealed record PredictionRequest(IReadOnlyList<string> Inputs)
{
    /// <summary>The folder of all results; null for <c>predictions/MODEL</c>, after the run or the file of weights.</summary>
    public string? Output { get; init; }

    /// <summary>Settings that differ from the model's own.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Replace files that predict did not write; what is read is never replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Whose files are written.</summary>
    public PredictionFormat Format { get; init; } = PredictionFormat.Auto;

    /// <summary>Objects with a smaller score are in the files but not drawn, 0 to 1.</summary>
    public double DrawnScore { get; init; } = 0.5;

    /// <summary>Frames per second that are taken of videos, above 0; null takes all.</summary>
    public double? FramesPerSecond { get; init; }
}
