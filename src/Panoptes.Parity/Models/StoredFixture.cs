using System.Text.Json;
using Panoptes.Models.Weights;
using Panoptes.Parity.Fixtures;
using Panoptes.Tensors;

namespace Panoptes.Parity.Models;

/// <summary>A fixture of outputs of several kinds, which a run computes and names itself.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Root">Its document.</param>
/// <param name="Fixture">What it has in common with models' fixtures.</param>
/// <param name="Stored">Its safetensors file, or null.</param>
internal record StoredFixture(string Path, JsonElement Root, ModelFixture Fixture, WeightFile? Stored)
{
    /// <summary>Its name.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Its settings.</summary>
    public JsonElement Config => Root.GetProperty("config");

    /// <summary>An input by the formula, in the shape that the fixture gives.</summary>
    public Tensor Input(string name)
    {
        var shape = Fixture.Inputs[name];
        return Tensor.From(Formula.Values(name, shape.Aggregate(1L, (product, size) => product * size)), shape);
    }

    /// <summary>Compares outputs, those of gradients in gradients' tolerance.</summary>
    public IEnumerable<ParityResult> Compare(IReadOnlyDictionary<string, Tensor> outputs) => Fixture.Outputs.SelectMany(output =>
    {
        var tolerance = output.Key.Contains("grad", StringComparison.Ordinal)
            ? Fixture.Tolerance with { Output = Fixture.Tolerance.Gradient }
            : Fixture.Tolerance;
        return output.Value.AbsoluteSum == 0 && outputs.TryGetValue(output.Key, out var empty)
            ? [new ParityResult(
                Name, $"output {output.Key}",
                empty.Shape.SequenceEqual(output.Value.Shape) ? empty.To(DType.Float32).Abs().Sum().Item() : double.NaN, 0)]
            : outputs.TryGetValue(output.Key, out var actual)
            ? OutputComparison.Compare(Name, output.Key, output.Value, actual, Stored, tolerance)
            : [new ParityResult(Name, $"output {output.Key}", double.NaN, tolerance.Output) { Note = "nothing has this name" }];
    });

    /// <summary>How far a number is from what it should be, relative to that.</summary>
    public ParityResult Compare(string quantity, double actual, double expected, double tolerance) =>
        new(Name, quantity, Math.Abs(actual - expected) / Math.Max(Math.Abs(expected), 1e-6), tolerance);

    /// <summary>How many of a list's entries differ.</summary>
    public ParityResult Count<T>(string quantity, IReadOnlyList<T> actual, IReadOnlyList<T> expected, Func<T, T, bool> isSame)
    {
        var wrong = actual.Count == expected.Count ? actual.Zip(expected).Count(pair => !isSame(pair.First, pair.Second)) : double.NaN;
        return new ParityResult(Name, quantity, wrong, 0);
    }
}
