namespace Panoptes.Studies.Cells;

/// <summary>One planned run: a line of the study's <c>cells.jsonl</c>.</summary>
public sealed record PlannedCell
{
    /// <summary>The first digits of its fingerprint by which it is named: 8, or more where others share them.</summary>
    public string Id { get; init; } = "";

    /// <summary>Where it stands.</summary>
    public CellKey Key { get; init; } = new("", "", "", 0);

    /// <summary>SHA-256 of the settings that decide what it computes and of the files they name, 64 hexadecimal digits.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>Its folder, relative to the study's.</summary>
    public string Folder { get; init; } = "";

    /// <summary>The file that its configuration is read from.</summary>
    public string Config { get; init; } = "";

    /// <summary>What is set on top of that, the last winning.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>Images in one update.</summary>
    public int Batch { get; init; }

    /// <summary>Updates.</summary>
    public long Steps { get; init; }

    /// <summary>Why it is left out; null where it is not.</summary>
    public string? Skipped { get; init; }

    /// <summary>What the console calls it.</summary>
    public override string ToString() => $"{Id} {Key}";
}
