using System.Text.Json;
using Panoptes.Models.Weights;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;
using Panoptes.Tensors;

namespace Panoptes.Parity.Kernels;

/// <summary>Panoptic FCN: its operations, its network with what is read from it, inference alone, and a training step.</summary>
public sealed class KernelFixtureKind : IParityCaseKind
{
    private static readonly Dictionary<string, Func<KernelFixture, IEnumerable<ParityResult>>> Known = new(StringComparer.Ordinal)
    {
        ["Panoptic FCN ops"] = KernelOperations.Run,
        ["Panoptic FCN inference"] = KernelInference.Run,
        ["Panoptic FCN R50"] = KernelNetwork.Run,
        ["Panoptic FCN R50, training step"] = KernelStep.Run,
        ["Intra-Batch Supervision, Panoptic FCN"] = KernelIntraBatch.Run,
    };

    /// <inheritdoc/>
    public string Name => "kernels";

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
        var fixture = new KernelFixture(path, document.RootElement, ModelFixture.Read(path, document.RootElement), stored);
        return [.. Known[document.RootElement.GetProperty("model").GetString()!](fixture)];
    }
}
