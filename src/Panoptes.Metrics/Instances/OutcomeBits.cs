namespace Panoptes.Metrics.Instances;

/// <summary>
/// What detections count as in every part, that is an area range and threshold: a bit for each part of those that are right, and of those
/// that count nowhere. What has neither is wrong.
/// </summary>
internal readonly struct OutcomeBits
{
    private readonly ulong[] bits;
    private readonly int words;

    /// <summary>All wrong.</summary>
    /// <param name="detections">How many there are.</param>
    /// <param name="parts">Area ranges times thresholds.</param>
    public OutcomeBits(int detections, int parts)
    {
        words = (parts + 63) / 64;
        bits = new ulong[2 * words * detections];
    }

    /// <summary>Words that hold the parts of one detection.</summary>
    public int Words => words;

    /// <summary>The parts in which a detection is right.</summary>
    public ulong Right(int detection, int word) => bits[((detection * words) + word) * 2];

    /// <summary>The parts in which it counts nowhere.</summary>
    public ulong Ignored(int detection, int word) => bits[(((detection * words) + word) * 2) + 1];

    /// <summary>Says that a detection is right.</summary>
    public void SetRight(int detection, int part) => bits[((detection * words) + (part >> 6)) * 2] |= 1UL << part;

    /// <summary>Says that it counts nowhere.</summary>
    public void SetIgnored(int detection, int part) => bits[(((detection * words) + (part >> 6)) * 2) + 1] |= 1UL << part;

    /// <summary>What it counts as.</summary>
    public DetectionOutcome this[int detection, int part] =>
        (Right(detection, part >> 6) >> part & 1) != 0 ? DetectionOutcome.Right
        : (Ignored(detection, part >> 6) >> part & 1) != 0 ? DetectionOutcome.Ignored
        : DetectionOutcome.Wrong;

    /// <summary>Copies a detection's outcomes to another place.</summary>
    public void CopyTo(int detection, OutcomeBits other, int place) =>
        bits.AsSpan(detection * words * 2, words * 2).CopyTo(other.bits.AsSpan(place * words * 2));
}
