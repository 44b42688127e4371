namespace Panoptes.Metrics.Instances;

/// <summary>What a detection counts as at one threshold and area range.</summary>
internal enum DetectionOutcome : byte
{
    /// <summary>Matched nothing.</summary>
    Wrong,

    /// <summary>Matched a truth that counts.</summary>
    Right,

    /// <summary>Counts nowhere.</summary>
    Ignored,
}
