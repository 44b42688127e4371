using Panoptes.Metrics.Atlas.Frames;
using Panoptes.Metrics.Atlas.Scores;
using Panoptes.Metrics.Atlas.Segments;
using Panoptes.Metrics.Scoring;

namespace Panoptes.Metrics.Atlas.Counting;

/// <summary>Where predictions are wrong.</summary>
public sealed record AtlasReport
{
    /// <summary>What was looked at, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>What it was made from.</summary>
    public IReadOnlyList<ScoreInput> Inputs { get; init; } = [];

    /// <summary>The classes.</summary>
    public required IReadOnlyList<AtlasClass> Classes { get; init; }

    /// <summary>How it was made.</summary>
    public required AtlasOptions Options { get; init; }

    /// <summary>Exact counts of segments.</summary>
    public required SegmentTally Segments { get; init; }

    /// <summary>Exact counts of pixels.</summary>
    public required PixelTally Pixels { get; init; }

    /// <summary>The errors that are kept: by kind, then class, the largest first.</summary>
    public required IReadOnlyList<AtlasFinding> Findings { get; init; }

    /// <summary>The worst images, worst first.</summary>
    public required IReadOnlyList<AtlasImage> Worst { get; init; }

    /// <summary>The best images, best first.</summary>
    public required IReadOnlyList<AtlasImage> Best { get; init; }

    /// <summary>What scores say, by class; empty where predictions have none.</summary>
    public IReadOnlyList<ScoredClass> Scores { get; init; } = [];

    /// <summary>Remarks that a reader must know.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>How many errors there are of a kind.</summary>
    public long Errors(SegmentFate kind) => Segments.Errors(kind);
}
