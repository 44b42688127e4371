using System.Text.Json;
using Panoptes.Models.Weights;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;
using Panoptes.Tensors;

namespace Panoptes.Parity.Teachers;

/// <summary>What a teacher says of several views of an image, and the labels of it (CUPS, self-training).</summary>
public sealed class TtaFixtureKind : IParityCaseKind
{
    /// <inheritdoc/>
    public string Name => "labels of several views";

    /// <inheritdoc/>
    public bool Recognizes(string path) => FixtureJson.Matches(path, document =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty("model", out var model)
            && model.ValueEquals("CUPS self-training pseudo-labels (TTA)"));

    /// <inheritdoc/>
    public IEnumerable<ParityResult> Run(string path)
    {
        using var document = FixtureJson.Read(path);
        using var scope = TensorScope.Open();
        using var stored = WeightFile.Open(Path.ChangeExtension(path, ".safetensors"));
        var read = ModelFixture.Read(path, document.RootElement);
        var fixture = new StoredFixture(
            path, document.RootElement, read with { Tolerance = read.Tolerance with { IsOfLargest = true } }, stored);
        return [.. new TtaCase(fixture).Run(), .. AverageCase.Run(fixture), .. TrainedNamesCase.Run(fixture)];
    }
}
