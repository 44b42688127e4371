using Panoptes.Models.PixelDecoders;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Parity.Operators;

/// <summary>Deformable attention: its sampling core, and the whole layer.</summary>
internal static class DeformableFixtures
{
    private const string Probe = "probe:output";

    /// <summary>The core, with gradients of all three inputs.</summary>
    public static IEnumerable<ParityResult> Core(OperatorFixture fixture)
    {
        var sizes = fixture.Sizes("spatial_shapes");
        var inputs = new[] { "value", "sampling_locations", "attention_weights" }
            .ToDictionary(name => name, name => Wanted(fixture.Read(name)), StringComparer.Ordinal);
        var output = inputs["value"].MsDeformAttn(
            [.. sizes.Select(size => size.Height)], [.. sizes.Select(size => size.Width)], inputs["sampling_locations"],
            inputs["attention_weights"]);
        return fixture.Compare(Outputs(output, inputs));
    }

    /// <summary>The layer, with gradients of its inputs and parameters.</summary>
    public static IEnumerable<ParityResult> Module(OperatorFixture fixture)
    {
        var prefix = MmsegConfig.Text(fixture.Config, "parameter_prefix", "attn.");
        using var module = new MsDeformAttn(Setting("d_model"), Setting("n_heads"), Setting("n_levels"), Setting("n_points"));
        using var named = new Named(prefix.TrimEnd('.'), module);
        FormulaWeights.Fill(named, fixture.Fixture);
        var (query, tokens) = (Wanted(fixture.Input(prefix + "query")), Wanted(fixture.Input(prefix + "src")));
        var references = (fixture.Input(prefix + "ref") + 1) / 2;
        if (references.Size(-1) == 4)
        {
            references.Narrow(-1, 2, 2).MulInPlace(0.5);
        }

        var output = module.Forward(query, references, tokens, fixture.Sizes("spatial_shapes"), fixture.Input(prefix + "pad").Gt(0.75));
        var outputs = Outputs(output, new Dictionary<string, Tensor> { ["query"] = query, ["src"] = tokens });
        return [.. fixture.Compare(outputs), .. GradientComparison.Compare(
            fixture.Name, fixture.Fixture, [.. named.NamedParameters().Select(p => (p.Name, p.Tensor.Grad))])];

        long Setting(string key) => fixture.Config.GetProperty(key).GetInt64();
    }

    private static Tensor Wanted(Tensor tensor)
    {
        tensor.RequiresGrad = true;
        return tensor;
    }

    private static Dictionary<string, Tensor> Outputs(Tensor output, Dictionary<string, Tensor> inputs)
    {
        (output * Tensor.From(Formula.Values(Probe, output.Count), output.Shape)).Sum().Backward();
        var outputs = inputs.ToDictionary(input => "grad." + input.Key, input => input.Value.Grad!, StringComparer.Ordinal);
        outputs["output"] = output;
        return outputs;
    }

    private sealed class Named : Module
    {
        public Named(string name, Module module) => Child(name, module);
    }
}
