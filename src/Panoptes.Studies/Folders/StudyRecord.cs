namespace Panoptes.Studies.Folders;

/// <summary>What <c>study.json</c> holds: where a study came from.</summary>
public sealed record StudyRecord
{
    /// <summary>Version of this file's form.</summary>
    public int V { get; init; } = 1;

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The file that it was made from, full path.</summary>
    public string File { get; init; } = "";

    /// <summary>The directory that relative paths in configurations refer to: the current one when it was made.</summary>
    public string Directory { get; init; } = "";

    /// <summary>Who made it: user@host.</summary>
    public string By { get; init; } = "";

    /// <summary>When (UTC).</summary>
    public DateTime Utc { get; init; }
}
