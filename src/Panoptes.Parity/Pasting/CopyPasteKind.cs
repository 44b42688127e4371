using System.Text.Json;
using Panoptes.Parity.Fixtures;

namespace Panoptes.Parity.Pasting;

/// <summary>Copy-paste of objects as CUPS does it, with every random decision given: as released, and without its defects.</summary>
public sealed class CopyPasteKind : IParityCaseKind
{
    /// <inheritdoc/>
    public string Name => "copy-paste";

    /// <inheritdoc/>
    public bool Recognizes(string path) => FixtureJson.Matches(path, document =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty("model", out var model)
            && model.ValueEquals("CUPS CopyPasteAugmentation"));

    /// <inheritdoc/>
    public IEnumerable<ParityResult> Run(string path)
    {
        using var document = FixtureJson.Read(path);
        return new CopyPasteCase(path, document.RootElement).Run();
    }
}
