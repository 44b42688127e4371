using Panoptes.Parity.Fixtures;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Parity.Models;

/// <summary>Fills a module by FORMAT.md's table: the weights of a tensor follow from its name and shape.</summary>
internal static class FormulaWeights
{
    /// <summary>Fills every parameter and buffer that is no constant of the architecture.</summary>
    /// <param name="module">The module.</param>
    /// <param name="fixture">What is said of single tensors.</param>
    /// <param name="prefix">What the fixture puts before the module's names.</param>
    public static void Fill(Module module, ModelFixture fixture, string prefix = "")
    {
        foreach (var (own, tensor) in module.StateDict())
        {
            var name = prefix + own;
            if (tensor.DType != DType.Float32 || name.EndsWith("num_batches_tracked", StringComparison.Ordinal)
                || fixture.ConstantBuffers.Contains(name))
            {
                continue;
            }

            var (mean, amplitude) =
                fixture.InitOverrides.TryGetValue(name, out var given) ? ((float)given.Mean, (float)given.Amplitude) : Rule(name, tensor);
            var values = Formula.Values(name, tensor.Count);
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = mean + (amplitude * values[i]);
            }

            values.CopyTo(tensor.Data<float>());
        }
    }

    private static (float Mean, float Amplitude) Rule(string name, Tensor tensor) => name switch
    {
        _ when name.EndsWith("running_var", StringComparison.Ordinal) => (1, 0.5f),
        _ when name.EndsWith("running_mean", StringComparison.Ordinal) => (0, 0.1f),
        _ when tensor.Rank == 1 && name.EndsWith("weight", StringComparison.Ordinal) => (1, 0.1f),
        _ when tensor.Rank <= 1 => (0, 0.1f),
        _ => (0, (float)Math.Sqrt(3.0 / (tensor.Count / tensor.Size(0)))),
    };
}
