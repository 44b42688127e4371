using System.Text.Json;
using Panoptes.Foundation;
using Panoptes.Models.Weights;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;
using Panoptes.Tensors;

namespace Panoptes.Parity.Operators;

/// <summary>A fixture of a layer or function.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Root">Its document.</param>
/// <param name="Fixture">What it has in common with models' fixtures.</param>
/// <param name="Stored">Its safetensors file, or null.</param>
internal sealed record OperatorFixture(string Name, JsonElement Root, ModelFixture Fixture, WeightFile? Stored)
{
    /// <summary>Its settings.</summary>
    public JsonElement Config => Root.GetProperty("config");

    /// <summary>An input by the formula, in the shape that the fixture gives.</summary>
    public Tensor Input(string name)
    {
        var shape = Fixture.Inputs[name];
        return Tensor.From(Formula.Values(name, shape.Aggregate(1L, (product, size) => product * size)), shape);
    }

    /// <summary>A tensor of the safetensors file.</summary>
    /// <exception cref="InputException">The file lacks it.</exception>
    public Tensor Read(string name) => Stored?.Find(name) is WeightEntry entry
        ? Stored.ReadTensor(entry)
        : throw new InputException(Name, $"no tensor '{name}' in its safetensors file", "one", "get the fixture again");

    /// <summary>Compares outputs, those named "grad." in gradients' tolerance.</summary>
    public IEnumerable<ParityResult> Compare(IReadOnlyDictionary<string, Tensor> outputs) => Fixture.Outputs.SelectMany(output =>
    {
        var tolerance = output.Key.StartsWith("grad.", StringComparison.Ordinal)
            ? Fixture.Tolerance with { Output = Fixture.Tolerance.Gradient }
            : Fixture.Tolerance;
        return outputs.TryGetValue(output.Key, out var actual)
            ? OutputComparison.Compare(Name, output.Key, output.Value, actual, Stored, tolerance)
            : [new ParityResult(Name, $"output {output.Key}", double.NaN, tolerance.Output) { Note = "nothing has this name" }];
    });

    /// <summary>Heights and widths of levels, from a list of pairs.</summary>
    public (long Height, long Width)[] Sizes(string key) =>
        [.. Config.GetProperty(key).EnumerateArray().Select(size => (size[0].GetInt64(), size[1].GetInt64()))];
}
