using System.Text.Json;
using Panoptes.Parity.Fixtures;

namespace Panoptes.Parity.Masks;

/// <summary>Matching, losses and gradients of Mask2Former's criterion on made-up predictions.</summary>
public sealed class MaskCriterionKind : IParityCaseKind
{
    /// <inheritdoc/>
    public string Name => "mask criterion";

    /// <inheritdoc/>
    public bool Recognizes(string path) => FixtureJson.Matches(path, document =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty("model", out var model) && model.ValueEquals("SetCriterion"));

    /// <inheritdoc/>
    public IEnumerable<ParityResult> Run(string path)
    {
        using var document = FixtureJson.Read(path);
        return new MaskCriterionCase(path, document.RootElement).Run();
    }
}
