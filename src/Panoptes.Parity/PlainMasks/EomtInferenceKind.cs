using System.Text.Json;
using Panoptes.Parity.Fixtures;

namespace Panoptes.Parity.PlainMasks;

/// <summary>Semantic windows, panoptic and instance inference of EoMT on given predictions.</summary>
public sealed class EomtInferenceKind : IParityCaseKind
{
    /// <inheritdoc/>
    public string Name => "EoMT inference";

    /// <inheritdoc/>
    public bool Recognizes(string path) => FixtureJson.Matches(path, document =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty("config", out var config)
            && config.ValueKind == JsonValueKind.Object && config.TryGetProperty("semantic", out var semantic)
            && semantic.ValueKind == JsonValueKind.Object && semantic.TryGetProperty("crops", out _));

    /// <inheritdoc/>
    public IEnumerable<ParityResult> Run(string path)
    {
        using var document = FixtureJson.Read(path);
        return new EomtInferenceCase(path, document.RootElement).Run();
    }
}
