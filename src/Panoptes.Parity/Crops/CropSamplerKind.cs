using System.Text.Json;
using Panoptes.Parity.Fixtures;

namespace Panoptes.Parity.Crops;

/// <summary>Pairs of crops as the two released codes of intra-batch supervision draw them, and what a crop leaves of the truth.</summary>
public sealed class CropSamplerKind : IParityCaseKind
{
    /// <inheritdoc/>
    public string Name => "crop sampler";

    /// <inheritdoc/>
    public bool Recognizes(string path) => FixtureJson.Matches(path, document =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty("model", out var model)
            && model.ValueEquals("Crop sampling for Intra-Batch Supervision"));

    /// <inheritdoc/>
    public IEnumerable<ParityResult> Run(string path)
    {
        using var document = FixtureJson.Read(path);
        var (name, root) = (Path.GetFileNameWithoutExtension(path), document.RootElement);
        return
        [
            .. new CropTables(name, root).Run(),
            .. new CropDraws(name, "cityscapes", root.GetProperty("cityscapes")).Run(),
            .. new CropDraws(name, "vistas", root.GetProperty("vistas")).Run(),
            .. new CropRemoval(name, root.GetProperty("removal")).Run(),
        ];
    }
}
