using Panoptes.Parity.Fixtures;
using Panoptes.Tensors;

namespace Panoptes.Parity.Models;

/// <summary>
/// Compares gradients by their l2 norm and their product with u("gradprobe:" + name): nine in ten (or as many as the fixture says) within
/// one bound, all within a wider one; those that are zero but for rounding within an absolute bound.
/// </summary>
internal static class GradientComparison
{
    // Below this share of the whole gradient's norm a reference gradient is zero but for rounding.
    private const double ZeroShare = 1e-10;

    /// <summary>Compares all gradients of a fixture with one loss; parameters without one have null.</summary>
    public static IEnumerable<ParityResult> Compare(
        string fixture, ModelFixture reference, IReadOnlyList<(string Name, Tensor? Gradient)> actual) =>
        Compare(fixture, reference, reference.Gradients!, actual);

    /// <summary>Compares all gradients; parameters without one have null.</summary>
    /// <param name="fixture">The fixture's name.</param>
    /// <param name="reference">The fixture.</param>
    /// <param name="expected">The norm and the probe of each gradient of the loss.</param>
    /// <param name="actual">The gradients.</param>
    public static IEnumerable<ParityResult> Compare(
        string fixture,
        ModelFixture reference,
        IReadOnlyDictionary<string, (double L2, double Dot)> expected,
        IReadOnlyList<(string Name, Tensor? Gradient)> actual)
    {
        var tolerance = reference.Tolerance;
        var whole = Math.Sqrt(expected.Values.Sum(gradient => gradient.L2 * gradient.L2));
        List<double> relative = [];
        foreach (var (name, gradient) in actual)
        {
            if (!expected.TryGetValue(name, out var wanted))
            {
                var unused = reference.UnusedParameters.Contains(name);
                var isSilent = gradient is null || Norms(name, gradient).L2 == 0;
                yield return new ParityResult(fixture, $"gradient {name}", unused && isSilent ? 0 : double.NaN, 0)
                {
                    Note =
                    unused ? "unused" : "not in the fixture"
                };
                continue;
            }

            if (gradient is null)
            {
                relative.Add(double.PositiveInfinity);
                yield return new ParityResult(fixture, $"gradient {name}", double.NaN, tolerance.GradientMaximum) { Note = "no gradient" };
                continue;
            }

            var (l2, dot) = Norms(name, gradient);
            var error = Math.Max(Math.Abs(l2 - wanted.L2), Math.Abs(dot - wanted.Dot));
            if (wanted.L2 < ZeroShare * whole)
            {
                yield return new ParityResult(
                    fixture, $"gradient {name}", error, tolerance.GradientAbsolute)
                { Note = "absolute: zero but for rounding" };
                continue;
            }

            relative.Add(error / wanted.L2);
            yield return new ParityResult(
                fixture, $"gradient {name}", error / wanted.L2, tolerance.GradientMaximum + (tolerance.GradientAbsolute / wanted.L2));
        }

        foreach (var name in expected.Keys.Except(actual.Select(a => a.Name)))
        {
            yield return new ParityResult(fixture, $"gradient {name}", double.NaN, 0) { Note = "no such parameter" };
        }

        if (relative.Count > 0)
        {
            relative.Sort();
            var at = Math.Max(0, (int)Math.Ceiling(tolerance.GradientShare * relative.Count) - 1);
            yield return new ParityResult(
                fixture, $"gradients-{100 * tolerance.GradientShare:0}% of all", relative[at], tolerance.Gradient);
        }
    }

    /// <summary>A tensor's l2 norm and its product with u("gradprobe:" + name).</summary>
    public static (double L2, double Dot) Norms(string name, Tensor tensor)
    {
        using var scope = TensorScope.Open();
        var values = tensor.Contiguous().Data<float>();
        var probe = Formula.Values("gradprobe:" + name, values.Length);
        var (square, dot) = (0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            square += (double)values[i] * values[i];
            dot += (double)values[i] * probe[i];
        }

        return (Math.Sqrt(square), dot);
    }
}
