using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Data.Targets;
using Panoptes.Foundation;
using Panoptes.Imaging.Geometries;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings.Kernels;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;
using Panoptes.Training.Losses;
using Panoptes.Training.Matching;
using Panoptes.Training.Streams;
using Panoptes.Training.Supervision;
using Panoptes.Training.Supervision.Kernels;

namespace Panoptes.Training.Tests.Kernels;

public sealed class KernelTargetTests
{
    private const int Side = 128;
    private static readonly ThingTable Table = new(4, [1, 2]);

    [Theory]
    [InlineData(30, 20, 6)]
    [InlineData(8, 8, 2)]
    public void A_center_may_stray_by_a_radius_that_follows_from_the_box(double width, double height, int radius) =>
        Assert.Equal(radius, (int)GaussianPeaks.Radius(width, height));

    [Fact]
    public void Objects_go_to_every_map_whose_range_holds_their_size()
    {
        using var scope = TensorScope.Open();
        var sizes = new KernelLossConfig { Sizes = [[1, 40], [30, 80], [60, 200], [300, 400], [300, 400]] };
        using var batch = Scene((1, 0, 0, 32, 32), (2, 48, 48, 120, 112));
        var outputs = Maps(1);
        var truth = new KernelTruths(sizes, MaskSource.Segments).Of(batch, outputs);
        Assert.Equal([1, 2, 1, 0, 0], truth.Levels.Select(level => level.Things.Count));
        Assert.Equal((4, 2), (truth.AssignedCount, truth.Images[0].Things.Size(0)));
        Assert.Equal([1, 2], truth.Images[0].Classes);

        // The first object's center on stride 8, and nothing of the other class.
        var centers = truth.Levels[0].Centers;
        Assert.Equal(1, centers.Select(0, 0).Select(0, 0).Select(0, 1).Select(0, 1).Item());
        Assert.Equal(0, centers.Select(1, 1).Sum().Item());

        // Stuff: objects of any class on the first map; the rest is class 0.
        Assert.Equal([(0, 0), (0, 1)], truth.Levels[0].Stuff);
        Assert.Equal(32.0 * 32 * (1024 + (72 * 64)) / (Side * Side), truth.Images[0].Stuff.Select(0, 0).Sum().Item(), 1e-3);
        Assert.Equal(1024, truth.Images[0].Stuff.Sum().Item(), 1e-3);
    }

    [Fact]
    public void Void_is_neither_object_nor_stuff()
    {
        using var scope = TensorScope.Open();
        using var batch = Scene();
        batch.Targets.Segments!.Ids.FillInPlace(0);
        var truth = new KernelTruths(new KernelLossConfig(), MaskSource.Segments).Of(batch, Maps(1));
        Assert.Equal((0, 0), (truth.AssignedCount, truth.StuffCount));
        Assert.Equal(0, truth.Images[0].Stuff.Sum().Item());
    }

    [Fact]
    public void Where_there_is_nothing_masks_cost_nothing_and_every_part_takes_part()
    {
        using var scope = TensorScope.Open();
        using var batch = Scene();
        batch.Targets.Segments!.Ids.FillInPlace(0);
        var outputs = Maps(1);
        var supervisor = new KernelSupervision(new KernelLossConfig(), MaskSource.Segments);
        var losses = supervisor.Compute(Pass(batch, outputs)).ToDictionary(loss => loss.Name, loss => loss.Value);
        Assert.Equal((0, 0), (losses["loss_seg_th"].Item(), losses["loss_seg_st"].Item()));
        losses.Values.Aggregate((sum, loss) => sum + loss).Backward();
        Assert.All(outputs.Levels, level => Assert.True(level.Centers.Grad!.Abs().Sum().Item() > 0));
        Assert.Equal(0, outputs.PixelFeatures.Grad!.Abs().Sum().Item());
    }

    [Fact]
    public void Losses_have_the_gradients_that_differences_say()
    {
        using var scope = TensorScope.Open();
        using var batch = Scene((1, 0, 0, 32, 32), (2, 48, 48, 120, 112));
        var config = new KernelLossConfig { Positions = 3, Sizes = [[1, 40], [30, 80], [60, 200], [300, 400], [300, 400]] };
        var outputs = Maps(3);
        double Total() => new KernelSupervision(config, MaskSource.Segments).Compute(Pass(batch, outputs))
            .Sum(loss => loss.Value.Item() * loss.Weight);
        var losses = new KernelSupervision(config, MaskSource.Segments).Compute(Pass(batch, outputs));
        losses.Select(loss => loss.Value * loss.Weight).Aggregate((sum, loss) => sum + loss).Backward();
        using var noGrad = Autograd.NoGrad();
        Tensor[] leaves = [outputs.PixelFeatures, outputs.Levels[1].Kernels, outputs.Levels[1].Regions, outputs.Levels[2].Centers];
        foreach (var leaf in leaves)
        {
            // A direction of the whole tensor: single elements are lost in rounding.
            var direction = leaf.Grad! / leaf.Grad!.Square().Sum().Sqrt();
            var expected = (leaf.Grad! * direction).Sum().Item();
            const double Step = 2e-3;
            leaf.AddInPlace(direction * Step);
            var up = Total();
            leaf.AddInPlace(direction * (-2 * Step));
            var down = Total();
            leaf.AddInPlace(direction * Step);
            Assert.Equal(expected, (up - down) / (2 * Step), 0.03 * Math.Max(expected, 0.05));
        }
    }

    [Fact]
    public void Every_drawing_of_a_thing_has_shares_that_add_up_to_one()
    {
        using var scope = TensorScope.Open();
        using var batch = Scene((1, 0, 0, 32, 32), (2, 48, 48, 120, 112));
        var config = new KernelLossConfig { Positions = 3, MaskWeight = 4, Sizes = [[1, 40], [30, 80], [60, 200], [300, 400], [300, 400]] };
        var outputs = Maps(1);
        var supervisor = new KernelSupervision(config, MaskSource.Segments);
        var step = Pass(batch, outputs);
        var things = Assert.Single(supervisor.Things(step));
        Assert.Same(things, supervisor.Things(step)[0]);
        Assert.Equal((12, 4, 4.0), (things.Count, things.Drawings, things.MaskWeight));
        Assert.All(things.Weights.View([4, 3]).Sum([1]).ToArray<float>(), sum => Assert.Equal(1, sum, 1e-5));
        Assert.Equal([1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2], things.Classes);

        // By place among the true masks, of which the first is stuff.
        Assert.Equal([1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2], things.Things);
        Assert.All(things.Images, image => Assert.Equal(0, image));
        things.Weights.Square().Sum().Backward();
        Assert.True(outputs.Levels[1].Centers.Grad!.Abs().Sum().Item() > 0);
    }

    [Theory]
    [InlineData(-4, 4.4037e-6)]
    [InlineData(-2, 1.35267e-3)]
    [InlineData(0, 0.129965)]
    [InlineData(2, 1.237559)]
    [InlineData(4, 2.906180)]
    public void The_focal_loss_of_nothing_has_its_known_values(double logit, double expected)
    {
        using var scope = TensorScope.Open();
        var loss = SoftFocalLoss.Each(Tensor.Full([1], logit), Tensor.Zeros([1])).Item();
        Assert.Equal(expected, loss, 1e-5 * Math.Max(1e-1, expected));
    }

    [Fact]
    public void Settings_that_do_not_fit_are_refused()
    {
        Assert.Contains("train.kernels.positions", Assert.Throws<InputException>(new KernelLossConfig { Positions = 0 }.Validate).Message);
        Assert.Contains("five at the most", Assert.Throws<InputException>(new KernelLossConfig { Sizes = [] }.Validate).Message);
        Assert.Contains("five at the most", Assert.Throws<InputException>(
            new KernelLossConfig { Sizes = [[1, 2], [1, 2], [1, 2], [1, 2], [2, 1]] }.Validate).Message);
        Assert.Contains("segments or instances", Assert.Throws<InputException>(
            () => new KernelSupervision(new KernelLossConfig(), MaskSource.Labels)).Message);
    }

    // Class 0 everywhere, and objects (class, x0, y0, x1, y1) on it.
    private static Batch Scene(params (int Class, int X0, int Y0, int X1, int Y1)[] objects)
    {
        var ids = new int[Side * Side];
        Array.Fill(ids, 1);
        var table = new List<SegmentTarget> { new(1, 1, 0, false, false, 1) };
        foreach (var (category, x0, y0, x1, y1) in objects)
        {
            table.Add(new SegmentTarget(table.Count + 1, table.Count + 1, category, true, false, 1));
            for (var y = y0; y < y1; y++)
            {
                ids.AsSpan((y * Side) + x0, x1 - x0).Fill(table.Count);
            }
        }

        return new Batch(
            0,
            new Dictionary<string, Tensor> { [Batch.ImageView] = Tensor.Zeros([1, 3, Side, Side]) },
            new BatchTargets(Segments: new SegmentTargets(Tensor.From<int>(ids, 1, Side, Side), [table])),
            [new SampleInfo(0, new SampleFiles("scene", "scene.png", null), Geometry.Identity(Side, Side))]);
    }

    private static KernelMaps Maps(long seed)
    {
        using var generator = new Generator(seed);
        Tensor Leaf(params long[] shape)
        {
            var leaf = Ops.Randn(shape, generator, DType.Float32);
            leaf.RequiresGrad = true;
            return leaf;
        }

        return new KernelMaps(
            [.. new[] { 16, 8, 4, 2, 1 }.Select(side =>
                new KernelLevel(Leaf(1, 2, side, side), Leaf(1, 3, side, side), Leaf(1, 6, side, side)))],
            Leaf(1, 6, Side / 4, Side / 4),
            (Side, Side),
            Table,
            new KernelReadingConfig())
        {
            EmbedThings = kernels => kernels * 0.5,
            EmbedStuff = kernels => kernels * 2,
        };
    }

    private static StepContext Pass(Batch batch, KernelMaps outputs) => new(
        new Dictionary<string, TrainingBatch> { [SampleStream.Labeled] = new(batch, batch.Images, null) }, (_, _) => outputs)
    {
        Step = 0,
        IsMeasured = false,
    };
}
