using System.Text.Json;
using Panoptes.Models.DynamicKernels;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings.Kernels;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Parity.Kernels;

/// <summary>Inference alone, on maps that follow from formulas: what every level finds, what is fused, what is read.</summary>
internal static class KernelInference
{
    private const int Stride = 4;
    private const double ScoreTolerance = 1e-4;

    /// <summary>Runs it.</summary>
    public static IEnumerable<ParityResult> Run(KernelFixture fixture)
    {
        var features = fixture.Input("a.encode");
        using var generators = new Generators(fixture.Fixture.Inputs["a.weight.0"][1], features.Size(1));
        FormulaWeights.Fill(generators, fixture.Fixture);
        var levels = Enumerable.Range(0, 5).Select(k => new KernelLevel(
            (fixture.Input($"a.center.{k}") * 8) - 6,
            (Cells(fixture, $"a.region.{k}", 4) * 4) + (fixture.Input($"a.region.{k}") * 0.5) - 2,
            Cells(fixture, $"a.weight.{k}", 4) + (fixture.Input($"a.weight.{k}") * 0.125)));
        var size = ((int)features.Size(2) * Stride, (int)features.Size(3) * Stride);
        var outputs = new KernelMaps(
            [.. levels], Cells(fixture, "a.encode", 8) + (features * 0.25), size, fixture.Table, fixture.Reading)
        {
            EmbedThings = generators.Things.Forward,
            EmbedStuff = generators.Stuff.Forward,
        };
        return
        [
            .. fixture.Root.GetProperty("levels").EnumerateArray().SelectMany((level, k) => Level(fixture, outputs, level, k)),
            Fusion(fixture, outputs),
            .. fixture.Compare(KernelResult.Maps(fixture, outputs).ToDictionary()),
            .. KernelResult.Compare(fixture, outputs, objectShare: 0),
        ];
    }

    private static IEnumerable<ParityResult> Level(KernelFixture fixture, KernelMaps outputs, JsonElement expected, int k)
    {
        using var scope = TensorScope.Open();
        var things = Positions.Things(outputs.Levels[k], 0, expected.GetProperty("pool").GetInt32(), outputs.Reading);
        var stuff = Positions.Stuff(outputs.Levels[k], 0, outputs.Reading);
        bool IsEqual(int own, int wanted) => own == wanted;
        bool IsClose(float own, float wanted) => Math.Abs(own - wanted) <= ScoreTolerance;
        return
        [
            fixture.Count($"classes of objects on level {k}", [.. things.Classes], Integers("thing_classes"), IsEqual),
            fixture.Count($"scores of objects on level {k}", [.. things.Scores], Numbers("thing_scores"), IsClose),
            fixture.Count($"stuff maps on level {k}", [.. stuff.Maps], Integers("stuff_classes"), IsEqual),
            fixture.Count($"scores of stuff on level {k}", [.. stuff.Scores], Numbers("stuff_scores"), IsClose),
        ];

        int[] Integers(string key) => [.. expected.GetProperty(key).EnumerateArray().Select(number => number.GetInt32())];
        float[] Numbers(string key) => [.. expected.GetProperty(key).EnumerateArray().Select(number => number.GetSingle())];
    }

    private static ParityResult Fusion(KernelFixture fixture, KernelMaps outputs)
    {
        using var noGrad = Autograd.NoGrad();
        var after = fixture.Root.GetProperty("kernel_fusion").GetProperty("after").GetInt32();
        var own = FoundKernels.Of(outputs, 0).Things.Count;
        return new ParityResult(fixture.Name, $"objects after fusion, {after}", Math.Abs(own - after), 0);
    }

    // The formula's numbers of a coarse map, each repeated over side x side pixels.
    private static Tensor Cells(KernelFixture fixture, string name, int side)
    {
        var shape = fixture.Fixture.Inputs[name];
        long[] coarse = [shape[0], shape[1], (shape[2] + side - 1) / side, (shape[3] + side - 1) / side];
        var cells = Tensor.From(Formula.Values(name + ".cells", coarse.Aggregate(1L, (product, each) => product * each)), coarse);
        return cells.RepeatInterleave(side, 2).RepeatInterleave(side, 3).Narrow(2, 0, shape[2]).Narrow(3, 0, shape[3]);
    }

    private sealed class Generators : Module
    {
        public Generators(long width, long embeddingWidth)
        {
            Things = Child("thing_generator", new KernelGenerator((int)width, (int)embeddingWidth));
            Stuff = Child("stuff_generator", new KernelGenerator((int)width, (int)embeddingWidth));
        }

        public KernelGenerator Things { get; }

        public KernelGenerator Stuff { get; }
    }
}
