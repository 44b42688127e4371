using System.Text.Json;
using Panoptes.Models.Weights;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;
using Panoptes.Tensors;

namespace Panoptes.Parity.Operators;

/// <summary>A fixture of a single layer or function: like a model's, but with inputs and outputs of its own.</summary>
public sealed class OperatorFixtureKind : IParityCaseKind
{
    private static readonly Dictionary<string, Func<OperatorFixture, IEnumerable<ParityResult>>> Known = new(StringComparer.Ordinal)
    {
        ["ms_deform_attn_core"] = DeformableFixtures.Core,
        ["MSDeformAttn"] = DeformableFixtures.Module,
        ["PositionEmbeddingSine and encoder reference points"] = PositionFixture.Run,
    };

    /// <inheritdoc/>
    public string Name => "operator";

    /// <inheritdoc/>
    public bool Recognizes(string path) => FixtureJson.Matches(path, document =>
        document.ValueKind == JsonValueKind.Object
        && document.TryGetProperty("model", out var model) && model.ValueKind == JsonValueKind.String
        && Known.ContainsKey(model.GetString()!));

    /// <inheritdoc/>
    public IEnumerable<ParityResult> Run(string path)
    {
        using var document = FixtureJson.Read(path);
        using var scope = TensorScope.Open();
        var storedPath = Path.ChangeExtension(path, ".safetensors");
        using var stored = File.Exists(storedPath) ? WeightFile.Open(storedPath) : null;
        var fixture = new OperatorFixture(
            Path.GetFileNameWithoutExtension(path), document.RootElement, ModelFixture.Read(path, document.RootElement), stored);
        return [.. Known[document.RootElement.GetProperty("model").GetString()!](fixture)];
    }
}
