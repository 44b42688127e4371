namespace Panoptes.Tensors.Recording;

/// <summary>A tensor that a recording knows: what it holds now, and what it is a view of.</summary>
internal sealed class HeldTensor(RecordedTensor value)
{
    /// <summary>What it holds now.</summary>
    public RecordedTensor Value { get; set; } = value;

    /// <summary>How often it was written to.</summary>
    public int Version { get; set; }

    /// <summary>The tensor that it is a view of, or null.</summary>
    public HeldTensor? Base { get; init; }

    /// <summary>The base's version that it shows.</summary>
    public int BaseVersion { get; set; }

    /// <summary>The call that made the view.</summary>
    public RecordedCall? View { get; set; }
}
