using System.Text.Json;
using Panoptes.Models.Weights;
using Panoptes.Parity.Fixtures;
using Panoptes.Tensors;

namespace Panoptes.Parity.PseudoLabels;

/// <summary>How pseudo-labels are made: things and stuff, classes of instances, dense random fields, instances by depth.</summary>
public sealed class PseudoLabelKind : IParityCaseKind
{
    private static readonly Dictionary<string, Func<LabelFixture, IEnumerable<ParityResult>>> Cases = new(StringComparer.Ordinal)
    {
        ["CUPS thing/stuff split"] = SplitCase.Run,
        ["CUPS align_semantic_to_instance"] = AlignmentCase.Run,
        ["dense CRF, mean field"] = FieldCase.Run,
        ["depth-guided instance splitting"] = DepthSplitCase.Run,
    };

    /// <inheritdoc/>
    public string Name => "pseudo-labels";

    /// <inheritdoc/>
    public bool Recognizes(string path) => FixtureJson.Matches(path, document =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty("model", out var model)
            && model.ValueKind == JsonValueKind.String && Cases.ContainsKey(model.GetString()!));

    /// <inheritdoc/>
    public IEnumerable<ParityResult> Run(string path)
    {
        using var document = FixtureJson.Read(path);
        using var scope = TensorScope.Open();
        using var stored = WeightFile.Open(Path.ChangeExtension(path, ".safetensors"));
        var root = document.RootElement;
        var fixture = new LabelFixture(Path.GetFileNameWithoutExtension(path), root, stored);
        return [.. Cases[root.GetProperty("model").GetString()!](fixture)];
    }
}
