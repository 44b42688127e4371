using System.Text.Json;
using Panoptes.Parity.Fixtures;
using Panoptes.Tensors;

namespace Panoptes.Parity.PlainMasks;

/// <summary>What follows an EoMT training's steps: the annealing of its masks, and every parameter's learning rate.</summary>
public sealed class EomtScheduleKind : IParityCaseKind
{
    /// <inheritdoc/>
    public string Name => "EoMT schedule";

    /// <inheritdoc/>
    public bool Recognizes(string path) => FixtureJson.Matches(path, document =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty("mode", out var mode) && mode.ValueEquals("schedule")
            && document.TryGetProperty("configs", out var configs) && configs.ValueKind == JsonValueKind.Array);

    /// <inheritdoc/>
    public IEnumerable<ParityResult> Run(string path)
    {
        using var document = FixtureJson.Read(path);
        var root = document.RootElement;
        var name = Path.GetFileNameWithoutExtension(path);
        var results = new List<ParityResult>();
        using var scope = TensorScope.Open();
        foreach (var config in root.GetProperty("configs").EnumerateArray())
        {
            results.AddRange(config.TryGetProperty("probability", out _)
                ? AnnealingCase.Run(name, config, root.GetProperty("tolerance").GetProperty("absolute").GetDouble())
                : GroupRatesCase.Run(name, config, root.GetProperty("tolerance").GetProperty("relative").GetDouble()));
        }

        return results;
    }
}
