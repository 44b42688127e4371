using System.Text.Json;
using Panoptes.Models.Weights;
using Panoptes.Parity.Fixtures;
using Panoptes.Tensors;

namespace Panoptes.Parity.PseudoSamples;

/// <summary>What a training sample of CUPS is, made of a pair of label maps.</summary>
public sealed class PseudoSampleKind : IParityCaseKind
{
    /// <inheritdoc/>
    public string Name => "samples of pseudo-labels";

    /// <inheritdoc/>
    public bool Recognizes(string path) => FixtureJson.Matches(path, document =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty("model", out var model)
            && model.ValueEquals("CUPS PseudoLabelDataset sample"));

    /// <inheritdoc/>
    public IEnumerable<ParityResult> Run(string path)
    {
        using var document = FixtureJson.Read(path);
        using var scope = TensorScope.Open();
        using var stored = WeightFile.Open(Path.ChangeExtension(path, ".safetensors"));
        return [.. new PseudoSampleCase(Path.GetFileNameWithoutExtension(path), document.RootElement, stored).Run()];
    }
}
