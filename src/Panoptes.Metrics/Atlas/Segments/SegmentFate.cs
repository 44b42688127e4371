namespace Panoptes.Metrics.Atlas.Segments;

/// <summary>What became of a segment: every segment of the truth and of the prediction has exactly one fate.</summary>
public enum SegmentFate
{
    /// <summary>Found, with its class, and well bounded.</summary>
    Correct,

    /// <summary>Found with its class, but its outline is off.</summary>
    BadlyBounded,

    /// <summary>Found as another class.</summary>
    Confused,

    /// <summary>Several segments of the truth lie in one predicted segment of their class.</summary>
    Merged,

    /// <summary>Several predicted segments lie in one of the truth, of their class.</summary>
    Split,

    /// <summary>A predicted segment of a truth that another one has found already.</summary>
    Duplicate,

    /// <summary>Of the truth, and found by nothing.</summary>
    Missed,

    /// <summary>Predicted, and of no truth.</summary>
    Invented,

    /// <summary>Neither right nor wrong: a crowd, too small, or mostly where the truth says nothing.</summary>
    Ignored,
}

/// <summary>Fates in words and in order.</summary>
public static class SegmentFates
{
    /// <summary>The fates that are errors, in the order in which pages list them.</summary>
    public static IReadOnlyList<SegmentFate> Errors { get; } =
    [
        SegmentFate.Missed, SegmentFate.Invented, SegmentFate.Confused, SegmentFate.Merged, SegmentFate.Split,
        SegmentFate.Duplicate, SegmentFate.BadlyBounded,
    ];

    /// <summary>A fate in words.</summary>
    public static string Name(this SegmentFate fate) => fate switch
    {
        SegmentFate.Correct => "correct",
        SegmentFate.BadlyBounded => "badly bounded",
        SegmentFate.Confused => "confused",
        SegmentFate.Merged => "merged",
        SegmentFate.Split => "split",
        SegmentFate.Duplicate => "duplicate",
        SegmentFate.Missed => "missed",
        SegmentFate.Invented => "invented",
        _ => "ignored",
    };
}
