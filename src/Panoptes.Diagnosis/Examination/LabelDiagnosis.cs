using Panoptes.Diagnosis.Content;
using Panoptes.Diagnosis.Contracts;
using Panoptes.Diagnosis.Coordinates;
using Panoptes.Diagnosis.Offsets;
using Panoptes.Diagnosis.Placements;
using Panoptes.Diagnosis.RoundTrips;
using Panoptes.Diagnosis.Verdicts;

namespace Panoptes.Diagnosis.Examination;

/// <summary>What the doctor found of a data set's labels.</summary>
public sealed record LabelDiagnosis
{
    /// <summary>The data set and split.</summary>
    public required string Dataset { get; init; }

    /// <summary>How many samples it has.</summary>
    public required int Count { get; init; }

    /// <summary>The verdict.</summary>
    public required Alignment Verdict { get; init; }

    /// <summary>The verdict in a sentence, with pixels.</summary>
    public required string Sentence { get; init; }

    /// <summary>What to do about it; empty where there is nothing to do.</summary>
    public required string Remedy { get; init; }

    /// <summary>What sizes say (P0).</summary>
    public required SizeCheck Sizes { get; init; }

    /// <summary>What coordinates say that went through the training pipeline, sample by sample (P1).</summary>
    public IReadOnlyList<CoordinateScores> Coordinates { get; init; } = [];

    /// <summary>What labels say that went the image's way (P2); null where files alone were looked at.</summary>
    public RoundTripScores? RoundTrip { get; init; }

    /// <summary>What the content says (P3); null where no label has a boundary.</summary>
    public ContentScores? Content { get; init; }

    /// <summary>Where all labels fit, in native pixels; null where no one place fits better.</summary>
    public Placement? Found { get; init; }

    /// <summary>How all labels would have to be turned.</summary>
    public Orientation Orientation { get; init; }

    /// <summary>The samples whose labels are turned or flipped while others are not.</summary>
    public IReadOnlyList<TurnedImage> Turned { get; init; } = [];

    /// <summary>The classes that are shifted while others are not.</summary>
    public IReadOnlyList<ClassOffset> Classes { get; init; } = [];

    /// <summary>Names of the shifted classes, in the same order.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>How many samples further on the image is that a label belongs to; 0 for its own.</summary>
    public int Order { get; init; }

    /// <summary>Every object's own offset, where asked for.</summary>
    public IReadOnlyList<RegionOffset> Offsets { get; init; } = [];

    /// <summary>The names of the samples looked at; those of <see cref="Offsets"/> by place.</summary>
    public IReadOnlyList<string> Samples { get; init; } = [];

    /// <summary>The place in the data set of each of those.</summary>
    public IReadOnlyList<int> Places { get; init; } = [];

    /// <summary>Whether a training on these labels is refused.</summary>
    public bool IsRefused => Verdict.IsRefused();
}
