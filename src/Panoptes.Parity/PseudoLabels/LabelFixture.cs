using System.Text.Json;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Models.Weights;
using Panoptes.Parity.Fixtures;

namespace Panoptes.Parity.PseudoLabels;

/// <summary>A fixture of maps: its json, and the tensors beside it.</summary>
internal sealed record LabelFixture(string Name, JsonElement Root, WeightFile Stored)
{
    /// <summary>The cases by name.</summary>
    public IEnumerable<JsonProperty> Cases => Root.GetProperty("cases").EnumerateObject();

    /// <summary>A stored tensor's numbers.</summary>
    /// <exception cref="InputException">There is none of the name.</exception>
    public float[] Numbers(string name) => Stored.ReadTensor(Entry(name)).ToArray<float>();

    /// <summary>A stored tensor of two axes as a map of ids.</summary>
    public Plane<ushort> Ids(string name)
    {
        var entry = Entry(name);
        return new Plane<ushort>(
            (int)entry.Shape[^1], (int)entry.Shape[^2], Array.ConvertAll(Numbers(name), number => checked((ushort)number)));
    }

    /// <summary>A stored tensor of two axes.</summary>
    public Plane<float> Map(string name)
    {
        var entry = Entry(name);
        return new Plane<float>((int)entry.Shape[^1], (int)entry.Shape[^2], Numbers(name));
    }

    /// <summary>The largest difference to an output of the reference: to all of it where it is stored, else to its samples.</summary>
    public ParityResult Compare(string output, IReadOnlyList<double> own, double tolerance)
    {
        var expected = Root.GetProperty("outputs").GetProperty(output);
        var shape = FixtureJson.Integers(expected.GetProperty("shape"));
        if (shape.Aggregate(1L, (product, side) => product * side) != own.Count)
        {
            return new ParityResult(Name, output, double.NaN, tolerance) { Note = "shapes differ" };
        }

        var error = 0.0;
        foreach (var sample in expected.GetProperty("samples").EnumerateArray())
        {
            error = Math.Max(error, Math.Abs(own[sample[0].GetInt32()] - sample[1].GetDouble()));
        }

        if (expected.GetProperty("tensor").GetString() is { } tensor)
        {
            var numbers = Numbers(tensor);
            error = Math.Max(error, own.Zip(numbers, (mine, theirs) => Math.Abs(mine - theirs)).Max());
        }

        var sum = expected.GetProperty("sum").GetDouble();
        var sumError = Math.Abs(own.Sum() - sum) / Math.Max(1, own.Count);
        return new ParityResult(Name, output, Math.Max(error, sumError), tolerance);
    }

    /// <summary>A count of differences, of which there must be none.</summary>
    public ParityResult Exact(string quantity, int differences, string? note = null) =>
        new(Name, quantity, differences, 0) { Note = note };

    private WeightEntry Entry(string name) => Stored.Find(name)
        ?? throw new InputException(Stored.Path, $"no tensor {name}", "the tensors of the json", "get the fixture again");
}
