using System.Text.Json;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.PlainMasks;
using Panoptes.Models.Weights;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;
using Panoptes.Tensors;

namespace Panoptes.Parity.PlainMasks;

/// <summary>DINOv2's weights as the encoder of an EoMT takes them.</summary>
public sealed class EomtWeightKind : IParityCaseKind
{
    private const string Encoder = "network.encoder.backbone.";

    /// <inheritdoc/>
    public string Name => "EoMT weights";

    /// <inheritdoc/>
    public bool Recognizes(string path) => FixtureJson.Matches(path, document =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty("mode", out var mode) && mode.ValueEquals("weights")
            && document.TryGetProperty("config", out var config) && config.TryGetProperty("from_patch", out _));

    /// <inheritdoc/>
    public IEnumerable<ParityResult> Run(string path)
    {
        using var document = FixtureJson.Read(path);
        var fixture = ModelFixture.Read(path, document.RootElement);
        var name = Path.GetFileNameWithoutExtension(path);
        using var scope = TensorScope.Open();
        using var stored = WeightFile.Open(Path.ChangeExtension(path, ".safetensors"));
        var outputs = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        var release = fixture.Inputs.ToDictionary(input => input.Key, input => Filled(input.Key, input.Value), StringComparer.Ordinal);
        foreach (var size in document.RootElement.GetProperty("config").GetProperty("img_size").EnumerateObject())
        {
            Take(release, [.. size.Value.EnumerateArray().Select(side => side.GetInt32())], size.Name, outputs);
        }

        return [.. fixture.Outputs.SelectMany(output => outputs.TryGetValue(output.Key, out var found)
            ? OutputComparison.Compare(name, output.Key, output.Value, found, stored, fixture.Tolerance)
            : [new ParityResult(name, $"output {output.Key}", double.NaN, 0) { Note = "nothing has this name" }])];
    }

    private static Tensor Filled(string name, long[] shape)
    {
        var values = Formula.Values(name, shape.Aggregate(1L, (product, size) => product * size));
        var amplitude = shape.Length == 1 ? 0.1f : (float)Math.Sqrt(3.0 / (values.Length / shape[0]));
        return Tensor.From(Array.ConvertAll(values, u => u * amplitude), shape);
    }

    // Positions depend on the image size, the rest does not.
    private static void Take(Dictionary<string, Tensor> release, int[] imageSize, string size, Dictionary<string, Tensor> outputs)
    {
        var entries = release.Select(tensor => new WeightEntry(tensor.Key, tensor.Value.DType, tensor.Value.Shape.ToArray()));
        var config = new ModelConfig { Name = "eomt_s", Options = new EomtOptions { ImageSize = imageSize } };
        foreach (var source in config.Family.KeyMapsFor(config).Single().Apply(entries))
        {
            if (source.Name.StartsWith(Encoder, StringComparison.Ordinal))
            {
                var own = source.Name[Encoder.Length..];
                Tensor[] given = [.. source.Entries.Select(entry => release[entry.Name])];
                outputs[own == "pos_embed" ? $"{own}.{size}" : own] = source.Make is null ? given[0] : source.Make(given);
            }
        }

        outputs["patch_embed.proj.weight.first"] = outputs["patch_embed.proj.weight"].Narrow(0, 0, 4);
    }
}
