using Panoptes.Models.Layers;
using Panoptes.Models.Outputs.Readings.Kernels;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;
using Panoptes.Training.Losses;
using Panoptes.Training.Supervision.Kernels;

namespace Panoptes.Parity.Kernels;

/// <summary>Deformable convolution, coordinate channels, losses, bells and the largest scores, each alone.</summary>
internal static class KernelOperations
{
    /// <summary>Runs it.</summary>
    public static IEnumerable<ParityResult> Run(KernelFixture fixture)
    {
        using var convolution = new Convolution();
        FormulaWeights.Fill(convolution, fixture.Fixture);
        var outputs = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        var x = Wanted(fixture.Input("a.x"));
        outputs["dcn"] = convolution.Forward(x);
        (outputs["dcn"] * Tensor.From(Formula.Values("probe:dcn", outputs["dcn"].Count), outputs["dcn"].Shape)).Sum().Backward();
        outputs["dcn.grad_x"] = x.Grad!;
        outputs["coord_conv"] = CoordinateChannels.Append(Tensor.Zeros([1, 1, 3, 5]));
        var losses = new List<ParityResult>();
        losses.AddRange(Focal(fixture, outputs));
        losses.AddRange(Dice(fixture, outputs));
        outputs["gaussians"] = Bells(fixture);
        return
        [
            .. fixture.Compare(outputs),
            .. GradientComparison.Compare(
                fixture.Name, fixture.Fixture, [.. convolution.NamedParameters().Select(p => (p.Name, p.Tensor.Grad))]),
            .. losses,
            .. Radii(fixture),
            .. Largest(fixture),
        ];
    }

    private static IEnumerable<ParityResult> Focal(KernelFixture fixture, Dictionary<string, Tensor> outputs)
    {
        var target = (fixture.Input("a.focal_target") + 1) / 2 * fixture.Input("a.focal_on").Gt(0.5).To(DType.Float32);
        var expected = fixture.Root.GetProperty("focal");
        foreach (var kind in new[] { "thing", "stuff" })
        {
            var logits = Wanted(fixture.Input("a.focal") * 3);
            var each = SoftFocalLoss.Each(logits, target);
            var loss = kind == "thing" ? each.Sum() : each.Mean([2, 3]).Sum();
            loss.Backward();
            outputs[$"focal_grad.{kind}"] = logits.Grad!;
            yield return fixture.Compare(
                $"focal loss, {kind}", loss.Item(), expected.GetProperty(kind).GetDouble(), fixture.Fixture.Tolerance.Output);
        }
    }

    private static IEnumerable<ParityResult> Dice(KernelFixture fixture, Dictionary<string, Tensor> outputs)
    {
        var expected = fixture.Root.GetProperty("dice");
        var counts = Tensor.From<float>([.. expected.GetProperty("index_mask").EnumerateArray().Select(each => each.GetSingle())], 8);
        var weights = (fixture.Input("a.dice_val") + 1) / 2;
        var (images, instances, each) = (weights.Size(0), weights.Size(1), weights.Size(2));
        var masks = fixture.Input("a.dice_seg").Gt(0.2).To(DType.Float32).View([images * instances, -1]);
        var logits = Wanted(fixture.Input("a.dice") * 3);
        var losses = SquaredDiceLoss.Each(logits.View([images * instances * each, -1]), masks.RepeatInterleave(each, 0));
        var shares = (weights / weights.Sum([2], keepdim: true)).View([-1]) * counts.RepeatInterleave(each, 0);
        var things = (losses * shares).Sum();
        things.Backward();
        outputs["dice_grad.thing"] = logits.Grad!;
        var stuff = SquaredDiceLoss.Each((fixture.Input("a.dice_stuff") * 3).View([images * instances, -1]), masks) * counts;
        yield return fixture.Compare(
            "dice loss, thing", things.Item(), expected.GetProperty("thing").GetDouble(), fixture.Fixture.Tolerance.Output);
        yield return fixture.Compare(
            "dice loss, stuff", stuff.Sum().Item(), expected.GetProperty("stuff").GetDouble(), fixture.Fixture.Tolerance.Output);
    }

    private static Tensor Bells(KernelFixture fixture)
    {
        var shape = fixture.Fixture.Outputs["gaussians"].Shape;
        var map = new float[shape[0] * shape[1]];
        foreach (var bell in fixture.Root.GetProperty("gaussians").GetProperty("centres_xyr").EnumerateArray())
        {
            GaussianPeaks.Draw(map, (int)shape[1], bell[0].GetInt32(), bell[1].GetInt32(), bell[2].GetInt32());
        }

        return Tensor.From(map, shape);
    }

    private static IEnumerable<ParityResult> Radii(KernelFixture fixture)
    {
        var expected = fixture.Root.GetProperty("gaussian_radius");
        return expected.GetProperty("wh").EnumerateArray().Zip(expected.GetProperty("radius_at_0.7").EnumerateArray(), (box, radius) =>
            fixture.Compare(
                $"radius of {box}", GaussianPeaks.Radius(box[0].GetDouble(), box[1].GetDouble()), radius.GetDouble(),
                fixture.Fixture.Tolerance.Output));
    }

    private static IEnumerable<ParityResult> Largest(KernelFixture fixture)
    {
        var expected = fixture.Root.GetProperty("topk");
        var scores = (fixture.Input("a.topk") + 1) / 2;
        var (values, classes, places) = Positions.Largest(scores, expected.GetProperty("K").GetInt32());
        long[] Integers(string key) => [.. expected.GetProperty(key).EnumerateArray().Select(number => number.GetInt64())];
        float[] numbers = [.. expected.GetProperty("scores").EnumerateArray().Select(number => number.GetSingle())];
        var width = scores.Size(3);
        return
        [
            fixture.Count("largest scores", values, numbers, (own, wanted) => Math.Abs(own - wanted) <= 1e-6),
            fixture.Count("their classes", [.. classes.Select(each => (long)each)], Integers("class"), (own, wanted) => own == wanted),
            fixture.Count("their places", places, Integers("index"), (own, wanted) => own == wanted),
            fixture.Count("their rows", [.. places.Select(place => place / width)], Integers("y"), (own, wanted) => own == wanted),
            fixture.Count("their columns", [.. places.Select(place => place % width)], Integers("x"), (own, wanted) => own == wanted),
        ];
    }

    private static Tensor Wanted(Tensor tensor)
    {
        tensor.RequiresGrad = true;
        return tensor;
    }

    /// <summary>A deformable convolution with a bias and without a norm, under the fixture's names.</summary>
    private sealed class Convolution : Module
    {
        private const int Taps = 9;
        private readonly Layers layers;

        public Convolution() => layers = Child("a", new Outer()).Layers;

        public Tensor Forward(Tensor x)
        {
            var found = layers.Places.Forward(x);
            return x.DeformConv2d(
                layers.Kernel.Weight, found.Narrow(1, 0, 2 * Taps), found.Narrow(1, 2 * Taps, Taps).Sigmoid(), layers.Kernel.Bias,
                [1, 1], [1, 1], [1, 1]);
        }

        private sealed class Outer : Module
        {
            public Outer() => Layers = Child("dcn", new Layers());

            public Layers Layers { get; }
        }

        private sealed class Layers : Module
        {
            public Layers()
            {
                Places = Child("offset_mask_conv", new Conv2d(4, 3 * Taps, kernel: 3, padding: 1));
                Kernel = Child("dcnv2", new Conv2d(4, 6, kernel: 3, padding: 1));
            }

            public Conv2d Places { get; }

            public Conv2d Kernel { get; }
        }
    }
}
