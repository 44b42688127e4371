using Panoptes.Models.Weights;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;
using Panoptes.Tensors;

namespace Panoptes.Parity.TwoStage;

/// <summary>
/// Panoptic Cascade Mask R-CNN (CUPS): its network with what is read from it, training steps, the drop loss, and the panoptic merge.
/// </summary>
public sealed class TwoStageFixtureKind : IParityCaseKind
{
    private static readonly Dictionary<string, Func<TwoStageFixture, IEnumerable<ParityResult>>> Known = new(StringComparer.Ordinal)
    {
        ["CUPS Panoptic Cascade Mask R-CNN R50"] = TwoStageNetwork.Run,
        ["CUPS Panoptic Cascade Mask R-CNN R50, training step"] = TwoStageStep.Run,
        ["CUPS CustomCascadeROIHeads with drop loss"] = DropLossCase.Run,
        ["combine_semantic_and_instance_outputs"] = SegmentMergeCase.Run,
    };

    /// <inheritdoc/>
    public string Name => "detectors";

    /// <inheritdoc/>
    public bool Recognizes(string path) => FixtureJson.Matches(path, document =>
        document.ValueKind == System.Text.Json.JsonValueKind.Object
        && document.TryGetProperty("model", out var model) && model.ValueKind == System.Text.Json.JsonValueKind.String
        && Known.ContainsKey(model.GetString()!));

    /// <inheritdoc/>
    public IEnumerable<ParityResult> Run(string path)
    {
        using var document = FixtureJson.Read(path);
        using var scope = TensorScope.Open();
        var storedPath = Path.ChangeExtension(path, ".safetensors");
        using var stored = File.Exists(storedPath) ? WeightFile.Open(storedPath) : null;
        var fixture = new TwoStageFixture(path, document.RootElement, ModelFixture.Read(path, document.RootElement), stored);
        return [.. Known[document.RootElement.GetProperty("model").GetString()!](fixture)];
    }
}
