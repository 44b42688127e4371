using System.Text.Json;
using Panoptes.Parity.Fixtures;

namespace Panoptes.Parity.Masks;

/// <summary>Semantic, panoptic and instance inference of Mask2Former on given predictions.</summary>
public sealed class MaskInferenceKind : IParityCaseKind
{
    /// <inheritdoc/>
    public string Name => "mask inference";

    /// <inheritdoc/>
    public bool Recognizes(string path) => FixtureJson.Matches(path, document =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty("model", out var model)
            && model.ValueEquals("Mask2Former inference"));

    /// <inheritdoc/>
    public IEnumerable<ParityResult> Run(string path)
    {
        using var document = FixtureJson.Read(path);
        return new MaskInferenceCase(path, document.RootElement).Run();
    }
}
