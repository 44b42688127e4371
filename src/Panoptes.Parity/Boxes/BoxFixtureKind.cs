using System.Text.Json;
using Panoptes.Models.Weights;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;
using Panoptes.Tensors;

namespace Panoptes.Parity.Boxes;

/// <summary>What detectors do with boxes, each operation alone (detectron2 and fvcore).</summary>
public sealed class BoxFixtureKind : IParityCaseKind
{
    /// <inheritdoc/>
    public string Name => "boxes";

    /// <inheritdoc/>
    public bool Recognizes(string path) => FixtureJson.Matches(path, document =>
        document.ValueKind == JsonValueKind.Object
        && document.TryGetProperty("model", out var model) && model.ValueKind == JsonValueKind.String
        && model.GetString() == "detection ops");

    /// <inheritdoc/>
    public IEnumerable<ParityResult> Run(string path)
    {
        using var document = FixtureJson.Read(path);
        using var scope = TensorScope.Open();
        using var stored = WeightFile.Open(Path.ChangeExtension(path, ".safetensors"));
        var fixture = new BoxFixture(path, document.RootElement, ModelFixture.Read(path, document.RootElement), stored);
        BoxArithmetic.Run(fixture);
        BoxLosses.Run(fixture);
        BoxChoices.Run(fixture);
        BoxContents.Run(fixture);
        return [.. fixture.Results()];
    }
}
