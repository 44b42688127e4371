using System.Globalization;
using System.Text.Json;
using Panoptes.Foundation;
using Panoptes.Models.Weights;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;
using Panoptes.Tensors;

namespace Panoptes.Parity.Boxes;

/// <summary>A fixture of detectors' operations.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Root">Its document.</param>
/// <param name="Fixture">What it has in common with models' fixtures.</param>
/// <param name="Stored">Its safetensors file.</param>
internal sealed record BoxFixture(string Path, JsonElement Root, ModelFixture Fixture, WeightFile Stored)
{
    private readonly Dictionary<string, Tensor> outputs = new(StringComparer.Ordinal);
    private readonly List<ParityResult> lists = [];

    /// <summary>Its name.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Takes what became of an output.</summary>
    public void Add(string output, Tensor value) => outputs.Add(output, value);

    /// <summary>Takes a list of integers and what it should be.</summary>
    public void Add(string quantity, IEnumerable<long> actual, JsonElement expected)
    {
        long[] wanted = [.. expected.EnumerateArray().Select(number => number.GetInt64())];
        long[] own = [.. actual];
        var wrong = own.Length == wanted.Length ? own.Zip(wanted).Count(pair => pair.First != pair.Second) : double.NaN;
        lists.Add(new ParityResult(Name, quantity, wrong, 0));
    }

    /// <summary>Takes a number and what it should be.</summary>
    public void Add(string quantity, double actual, double expected) =>
        lists.Add(new ParityResult(Name, quantity, Math.Abs(actual - expected) / Math.Abs(expected), Fixture.Tolerance.Output));

    /// <summary>Everything that was taken, and every output of the fixture that was not.</summary>
    public IEnumerable<ParityResult> Results() => lists.Concat(Fixture.Outputs.SelectMany(output =>
    {
        var tolerance = output.Key.Contains("grad", StringComparison.Ordinal)
            ? Fixture.Tolerance with { Output = Fixture.Tolerance.Gradient }
            : Fixture.Tolerance;
        return outputs.TryGetValue(output.Key, out var actual)
            ? OutputComparison.Compare(Name, output.Key, output.Value, actual.To(DType.Float32), Stored, tolerance)
            : [new ParityResult(Name, $"output {output.Key}", double.NaN, tolerance.Output) { Note = "nothing has this name" }];
    }));

    /// <summary>A tensor of the safetensors file.</summary>
    /// <exception cref="InputException">The file lacks it.</exception>
    public Tensor Read(string name) => Stored.Find(name) is WeightEntry entry
        ? Stored.ReadTensor(entry)
        : throw new InputException(Path, $"no tensor '{name}' in its safetensors file", "one", "get the fixture again");

    /// <summary>A tensor by the formula.</summary>
    public static Tensor Formed(string name, params long[] shape) =>
        Tensor.From(Formula.Values(name, shape.Aggregate(1L, (product, size) => product * size)), shape);

    /// <summary>A tensor whose gradient is wanted.</summary>
    public static Tensor Wanted(Tensor tensor)
    {
        tensor.RequiresGrad = true;
        return tensor;
    }

    /// <summary>The rows of a list of lists.</summary>
    public static Tensor Rows(JsonElement rows)
    {
        float[] all = [.. rows.EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(number => number.GetSingle())];
        return Tensor.From(all, rows.GetArrayLength(), all.Length / Math.Max(1, rows.GetArrayLength()));
    }

    /// <summary>The numbers of a list.</summary>
    public static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetDouble())];

    /// <summary>A number in a name.</summary>
    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
