namespace Panoptes.Experiments;

/// <summary>What <c>config.resolved.json</c> holds.</summary>
internal sealed record ResolvedCopy
{
    /// <summary>Version of this file's form.</summary>
    public int V { get; init; } = 1;

    /// <summary>SHA-256 of the settings that decide what the run computes.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>Every setting.</summary>
    public RunConfig Config { get; init; } = new();
}
