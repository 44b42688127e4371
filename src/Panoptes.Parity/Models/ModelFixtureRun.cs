using Panoptes.Foundation;
using Panoptes.Models.Weights;
using Panoptes.Parity.Fixtures;
using Panoptes.Tensors;

namespace Panoptes.Parity.Models;

/// <summary>
/// Runs one model fixture: names and shapes, then outputs, loss, gradients, running statistics and the reference's own losses.
/// </summary>
internal sealed class ModelFixtureRun(string path, string name, ModelFixture fixture, FixtureModel model)
{
    private bool HasGradients => fixture.Losses.Any(loss => loss.Gradients is not null);

    private string Images => fixture.Inputs.Count == 1 ? fixture.Inputs.Keys.First() : "input";

    /// <summary>Runs it.</summary>
    public IReadOnlyList<ParityResult> Run()
    {
        List<ParityResult> results = [.. CompareContract()];
        if (fixture.IsContract || results.Exists(result => result.Fails))
        {
            return results;
        }

        using var scope = TensorScope.Open();
        FormulaWeights.Fill(model.Module, fixture);
        model.Module.Train(fixture.IsTraining);
        var outputs = Forward();
        results.AddRange(CompareOutputs(outputs));
        results.AddRange(fixture.Losses.SelectMany(loss => CompareLoss(loss, outputs)));
        results.AddRange(model.LossWeights.Count > 0 ? SupervisedLosses.Compare(name, fixture, model, outputs) : []);
        results.AddRange(CompareBuffers());
        return results;
    }

    private IEnumerable<ParityResult> CompareContract()
    {
        var actual = model.Module.StateDict();
        var (wrong, first) = (0, "");
        for (var i = 0; i < Math.Max(actual.Count, fixture.Parameters.Count); i++)
        {
            var own = i < actual.Count ? Entry(actual[i].Name, actual[i].Tensor.Shape.ToArray()) : "nothing";
            var wanted = i < fixture.Parameters.Count ? Entry(fixture.Parameters[i].Name, fixture.Parameters[i].Shape) : "nothing";
            if (own != wanted)
            {
                wrong++;
                first = first.Length > 0 ? first : $"at {i}: {own}, not {wanted}";
            }
        }

        yield return new ParityResult(
            name, $"names, shapes and order of {fixture.Parameters.Count} entries", wrong, 0)
        { Note = wrong == 0 ? null : first };
        if (fixture.ParameterCount is long count)
        {
            var own = model.Module.NamedParameters().Sum(p => p.Tensor.Count);
            yield return new ParityResult(name, $"count of {count} parameters", Math.Abs(own - count), 0);
        }
    }

    private static string Entry(string name, long[] shape) => $"{name} [{string.Join(", ", shape)}]";

    private Dictionary<string, Tensor> Forward()
    {
        using var mode = HasGradients ? Autograd.EnableGrad() : Autograd.NoGrad();
        foreach (var name in fixture.Inputs.Keys.Where(name => name != Images))
        {
            (model.Give ?? throw new InputException(
                path, $"an input '{name}'", $"only '{Images}' for this model", "use a fixture of this version"))(name, Input(name));
        }

        return model.Forward(Input(Images));
    }

    private Tensor Input(string input)
    {
        var shape = fixture.Inputs[input];
        var values = Formula.Values(input, shape.Aggregate(1L, (product, size) => product * size));
        return Tensor.From(fixture.UnitInputs.Contains(input) ? Array.ConvertAll(values, u => (u + 1) / 2) : values, shape);
    }

    private List<ParityResult> CompareOutputs(Dictionary<string, Tensor> outputs)
    {
        var storedPath = Path.ChangeExtension(path, ".safetensors");
        using var stored = File.Exists(storedPath) ? WeightFile.Open(storedPath) : null;
        List<ParityResult> results = [];
        foreach (var (output, reference) in fixture.Outputs)
        {
            results.AddRange(outputs.TryGetValue(output, out var actual)
                ? OutputComparison.Compare(name, output, reference, actual, stored, fixture.Tolerance)
                : [new ParityResult(
                    name, $"output {output}", double.NaN, fixture.Tolerance.Output) { Note = "the model has no such output" }]);
        }

        return results;
    }

    // The probe loss weighs every output by numbers from the formula; its error is measured against the outputs' own size.
    private List<ParityResult> CompareLoss(FixtureLoss expected, Dictionary<string, Tensor> outputs)
    {
        if (!expected.Outputs.All(outputs.ContainsKey))
        {
            return [];
        }

        using var mode = expected.Gradients is null ? Autograd.NoGrad() : Autograd.EnableGrad();
        using var scope = TensorScope.Open();
        var terms = expected.Outputs.Select(output =>
        {
            var actual = outputs[output];
            return (actual * Tensor.From(Formula.Values("probe:" + output, actual.Count), actual.Shape)).Sum() / actual.Count;
        }).ToArray();
        var loss = terms.Aggregate((sum, term) => sum + term);
        var scale = expected.Outputs.Select(output => fixture.Outputs[output])
            .Sum(output => output.L2 / Math.Sqrt(output.Shape.Aggregate(1.0, (product, size) => product * size)));
        List<ParityResult> results =
            [new ParityResult(name, expected.Name, Math.Abs(loss.Item() - expected.Value) / scale, fixture.Tolerance.Output)];
        if (expected.Gradients is not null)
        {
            model.Module.ZeroGrad();
            loss.Backward();
            var gradients = model.Module.NamedParameters().Select(p => (p.Name, p.Tensor.Grad)).ToArray();
            results.AddRange(GradientComparison.Compare(name, fixture, expected.Gradients, gradients));
        }

        return results;
    }

    private IEnumerable<ParityResult> CompareBuffers()
    {
        var buffers = model.Module.NamedBuffers().ToDictionary(b => b.Name, b => b.Tensor, StringComparer.Ordinal);
        foreach (var (buffer, (expectedL2, expectedDot)) in fixture.BuffersAfter)
        {
            if (!buffers.TryGetValue(buffer, out var tensor))
            {
                yield return new ParityResult(name, $"buffer {buffer}", double.NaN, 0) { Note = "no such buffer" };
                continue;
            }

            var (l2, dot) = GradientComparison.Norms(buffer, tensor);
            yield return new ParityResult(
                name, $"buffer {buffer}", Math.Max(Math.Abs(l2 - expectedL2), Math.Abs(dot - expectedDot)) / expectedL2,
                fixture.Tolerance.Output);
        }
    }
}
