using System.Text.Json;
using Panoptes.Parity.Fixtures;

namespace Panoptes.Parity.Models;

/// <summary>A model's fixture: NAME.json (with NAME.safetensors where outputs are stored in full), or NAME.contract.json.</summary>
public sealed class ModelFixtureKind : IParityCaseKind
{
    /// <inheritdoc/>
    public string Name => "model";

    /// <inheritdoc/>
    public bool Recognizes(string path) => FixtureJson.Matches(path, document =>
        document.ValueKind == JsonValueKind.Object
        && document.TryGetProperty("model", out var model) && model.ValueKind == JsonValueKind.String
        && document.TryGetProperty("config", out _));

    /// <inheritdoc/>
    public IEnumerable<ParityResult> Run(string path)
    {
        using var document = FixtureJson.Read(path);
        var name = Path.GetFileNameWithoutExtension(path);
        using var model = FixtureModels.Build(document.RootElement, out var reason);
        return model is null
            ? [ParityResult.Skipped(name, $"model not in this version: {reason}")]
            : new ModelFixtureRun(path, name, ModelFixture.Read(path, document.RootElement), model).Run();
    }
}
