using Panoptes.Experiments.Settings;

namespace Panoptes.Experiments.Runs;

/// <summary>What <c>config.resolved.json</c> holds.</summary>
internal sealed record ResolvedCopy
{
    /// <summary>Version of this file's form.</summary>
    public int V { get; init; } = 1;

    /// <summary>SHA-256 of the settings that decide what the run computes.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>SHA-256 of the files that settings name, by setting: what they held when the run began.</summary>
    public IReadOnlyDictionary<string, string> Contents { get; init; } = new Dictionary<string, string>();

    /// <summary>Every setting.</summary>
    public RunConfig Config { get; init; } = new();
}
