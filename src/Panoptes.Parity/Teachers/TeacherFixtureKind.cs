using System.Text.Json;
using Panoptes.Models.Weights;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;

namespace Panoptes.Parity.Teachers;

/// <summary>What Guided Distillation's teacher does: its average, its labels, and what they teach.</summary>
public sealed class TeacherFixtureKind : IParityCaseKind
{
    private static readonly Dictionary<string, Func<StoredFixture, IEnumerable<ParityResult>>> Cases = new(StringComparer.Ordinal)
    {
        ["Guided distillation EMA update"] = fixture => new TeacherAverageCase(fixture).Run(),
        ["Guided distillation pseudo labels"] = fixture => new QueryLabelCase(fixture).Run(),
        ["Guided distillation unsupervised loss"] = fixture => new TaughtLossCase(fixture).Run(),
    };

    /// <inheritdoc/>
    public string Name => "teachers";

    /// <inheritdoc/>
    public bool Recognizes(string path) => FixtureJson.Matches(path, document =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty("model", out var model)
            && model.ValueKind == JsonValueKind.String && Cases.ContainsKey(model.GetString()!));

    /// <inheritdoc/>
    public IEnumerable<ParityResult> Run(string path)
    {
        using var document = FixtureJson.Read(path);
        var stored = Path.ChangeExtension(path, ".safetensors");
        using var file = File.Exists(stored) ? WeightFile.Open(stored) : null;
        var fixture = new StoredFixture(path, document.RootElement, ModelFixture.Read(path, document.RootElement), file);
        return [.. Cases[document.RootElement.GetProperty("model").GetString()!](fixture)];
    }
}
