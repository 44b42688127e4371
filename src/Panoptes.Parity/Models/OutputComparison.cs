using Panoptes.Models.Weights;
using Panoptes.Parity.Fixtures;
using Panoptes.Tensors;

namespace Panoptes.Parity.Models;

/// <summary>
/// Compares a model's outputs with a fixture's: samples, whole tensors, sums and norms, all relative to the output's own size.
/// </summary>
internal static class OutputComparison
{
    /// <summary>Compares one output.</summary>
    /// <param name="fixture">The fixture's name.</param>
    /// <param name="name">The output's name.</param>
    /// <param name="reference">What it should be.</param>
    /// <param name="actual">What it is.</param>
    /// <param name="stored">The fixture's safetensors file, or null.</param>
    /// <param name="tolerance">The largest relative error.</param>
    public static IEnumerable<ParityResult> Compare(
        string fixture, string name, FixtureOutput reference, Tensor actual, WeightFile? stored, FixtureTolerance tolerance)
    {
        ParityResult Result(string quantity, double error) => new(fixture, $"output {name} {quantity}", error, tolerance.Output);
        if (!actual.Shape.SequenceEqual(reference.Shape))
        {
            yield return Result("shape", double.NaN) with
            {
                Note =
                $"is [{string.Join(", ", actual.Shape.ToArray())}], not [{string.Join(", ", reference.Shape)}]"
            };
            yield break;
        }

        if (reference.IsShapeAlone)
        {
            yield return Result("shape", 0);
            yield break;
        }

        var values = actual.ToArray<double>();
        var rms = reference.L2 / Math.Sqrt(values.Length);
        var scale = tolerance.IsOfLargest ? Math.Max(rms, Largest(reference.Samples.Select(sample => sample.Value))) : rms;
        yield return Result("samples", Largest(reference.Samples.Select(sample => values[sample.Index] - sample.Value)) / scale);
        if (reference.Tensor is not null)
        {
            yield return CompareAll(Result, values, scale, reference.Tensor, stored);
        }

        var (sum, absolute, square) = (0.0, 0.0, 0.0);
        foreach (var value in values)
        {
            sum += value;
            absolute += Math.Abs(value);
            square += value * value;
        }

        yield return Result("sum", Math.Abs(sum - reference.Sum) / reference.AbsoluteSum);
        yield return Result("abs_sum", Math.Abs(absolute - reference.AbsoluteSum) / reference.AbsoluteSum);
        yield return Result("l2", Math.Abs(Math.Sqrt(square) - reference.L2) / reference.L2);
    }

    private static ParityResult CompareAll(
        Func<string, double, ParityResult> result, double[] values, double scale, string key, WeightFile? stored)
    {
        if (stored?.Find(key) is not WeightEntry entry || entry.Count != values.Length)
        {
            return result("tensor", double.NaN) with { Note = $"the fixture's safetensors file has no fitting '{key}'" };
        }

        using var scope = TensorScope.Open();
        var expected = stored.ReadTensor(entry).ToArray<double>();
        return result("tensor", Largest(values.Select((value, i) => value - expected[i])) / scale);
    }

    // NaN wherever one difference is: Math.Max keeps it.
    private static double Largest(IEnumerable<double> differences) =>
        differences.Aggregate(0.0, (largest, difference) => Math.Max(largest, Math.Abs(difference)));
}
