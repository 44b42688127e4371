using Panoptes.Studies.Cells;
using Panoptes.Studies.Statuses;

namespace Panoptes.Studies.Stores;

/// <summary>A cell as the store lists it: what its folder says, in one row.</summary>
public sealed record CellRow
{
    /// <summary>Its id: the first 8 digits of its fingerprint, or more where two cells share them.</summary>
    public string Id { get; init; } = "";

    /// <summary>Where it stands in the study.</summary>
    public CellKey Key { get; init; } = new("", "", "", 0);

    /// <summary>Its fingerprint, 64 hexadecimal digits.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>Its folder, relative to the study's.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Whether the study's matrix (still) has it.</summary>
    public bool IsInMatrix { get; init; } = true;

    /// <summary>What has become of it.</summary>
    public CellStatus Status { get; init; } = new();

    /// <summary>The name of the number that it is judged by; empty until it is known.</summary>
    public string Metric { get; init; } = "";

    /// <summary>That number of the latest evaluation while training, or of the final one once it is done; null for none.</summary>
    public double? Value { get; init; }

    /// <summary>The best of that number so far.</summary>
    public double? Best { get; init; }

    /// <summary>Seconds of all attempts.</summary>
    public double Seconds { get; init; }

    /// <summary>The newest fencing token that has written; 0 where none has.</summary>
    public long Token { get; init; }

    /// <summary>When the row was written (UTC).</summary>
    public DateTime Updated { get; init; }
}
