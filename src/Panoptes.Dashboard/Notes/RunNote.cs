namespace Panoptes.Dashboard.Notes;

/// <summary>What people say of a run.</summary>
internal sealed record RunNote
{
    /// <summary>Nothing was said.</summary>
    public static RunNote None { get; } = new();

    /// <summary>How often it was changed; 0 where nothing was said yet. An edit names the version that it was made from.</summary>
    public long Version { get; init; }

    /// <summary>Words to find and group runs by, in alphabetical order.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>A text.</summary>
    public string Text { get; init; } = "";

    /// <summary>Who changed it last, by the name they gave; empty where they gave none.</summary>
    public string By { get; init; } = "";

    /// <summary>When it was changed (UTC).</summary>
    public DateTime Utc { get; init; }
}
