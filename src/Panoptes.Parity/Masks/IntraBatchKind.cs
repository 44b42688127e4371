using System.Text.Json;
using Panoptes.Parity.Fixtures;

namespace Panoptes.Parity.Masks;

/// <summary>Intra-batch supervision of Mask2Former: matching, losses and gradients on made-up predictions.</summary>
public sealed class IntraBatchKind : IParityCaseKind
{
    /// <inheritdoc/>
    public string Name => "intra-batch supervision of masks";

    /// <inheritdoc/>
    public bool Recognizes(string path) => FixtureJson.Matches(path, document =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty("model", out var model)
            && model.ValueEquals("Intra-Batch Supervision, Mask2Former"));

    /// <inheritdoc/>
    public IEnumerable<ParityResult> Run(string path)
    {
        using var document = FixtureJson.Read(path);
        return new IntraBatchCase(path, document.RootElement).Run();
    }
}
