using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Imaging.Geometries;
using Panoptes.Tensors;
using Panoptes.Training.Collectives;
using Panoptes.Training.Configuration;
using Panoptes.Training.Supervision;
using Panoptes.Training.Supervision.IntraBatch;
using Panoptes.Training.Supervision.Things;
using Panoptes.Training.Tests.Collectives;

namespace Panoptes.Training.Tests.IntraBatch;

/// <summary>The images of all processes as one pool: what they lose together is what one process with the whole batch loses.</summary>
public sealed class PooledImagesTests
{
    private const int Images = 4;

    // Two things of one image, none of another; all photographs are different but the last two, whose crops overlap.
    private static readonly int[] ImageOfThing = [0, 0, 2, 3, 3, 3];

    [Theory]
    [InlineData(2, 0)]
    [InlineData(2, 16)]
    [InlineData(4, 16)]
    public void Processes_lose_what_one_with_the_whole_batch_loses(int size, int points)
    {
        var (whole, drawings) = Loss(new SingleProcess(), BatchPlaces.Whole, points, ImagePool.Own);
        var parts = TakingTurns.Run(size, collective => Loss(collective, new BatchPlaces(collective.Rank, size), points, ImagePool.All));

        Assert.All(parts, part => Assert.Null(part.Error));
        Assert.True(whole > 0);
        Assert.Equal(drawings, parts.Sum(part => part.Result.Drawings), 1e-9);
        var sum = parts.Sum(part => part.Result.Loss * Math.Max(1, part.Result.Drawings)) / drawings;
        Assert.Equal(whole, sum, 1e-5 * whole);
    }

    [Fact]
    public void Of_its_own_images_a_process_loses_something_else()
    {
        var (whole, _) = Loss(new SingleProcess(), BatchPlaces.Whole, 0, ImagePool.Own);
        var parts = TakingTurns.Run(2, collective => Loss(collective, new BatchPlaces(collective.Rank, 2), 0, ImagePool.Own));
        var sum = parts.Sum(part => part.Result.Loss * part.Result.Drawings) / parts.Sum(part => part.Result.Drawings);
        Assert.NotEqual(whole, sum, 1e-3 * whole);
    }

    private static (double Loss, double Drawings) Loss(ICollective collective, BatchPlaces places, int points, ImagePool pool)
    {
        using var scope = TensorScope.Open();
        int[] own = [.. Enumerable.Range(0, Images / places.World).Select(item => places[item])];
        var features = Ops.Cat([.. own.Select(image => Values(image, 3 * 8 * 8).View([1, 3, 8, 8]))], 0);
        int[] rows = [.. Enumerable.Range(0, ImageOfThing.Length).Where(row => own.Contains(ImageOfThing[row]))];
        var things = new ThingEmbeddings(
            Ops.Cat([Tensor.Zeros([0, 3]), .. rows.Select(row => Values(100 + row, 3).View([1, 3]))], 0),
            Ops.Cat([Tensor.Zeros([0]), .. rows.Select(row => Values(200 + row, 1).Abs())], 0),
            [.. rows.Select(row => Array.IndexOf(own, ImageOfThing[row]))], [.. rows], [.. rows.Select(_ => 1)], features)
        {
            Drawings = rows.Length,
        };
        using var batch = new Batch(
            5, Tensor.Zeros([own.Length, 3, 8, 8]), Tensor.Zeros([own.Length, 8, 8], DType.Int64),
            [.. own.Select(image => new SampleInfo(
                image, new SampleFiles($"{image}", image < 2 ? $"{image}" : "same", null), Geometry.Identity(8, 8)))])
        {
            Places = places,
        };
        using var supervision = new IntraBatchSupervision(
            new Shown(things), new IntraBatchConfig { Weight = 1, Points = points }, 3, collective, new ProcessConfig { Pool = pool });
        var training = new TrainingBatch(batch, batch.Images, batch.Labels);
        var step = new StepContext(
            new Dictionary<string, TrainingBatch> { ["labeled"] = training }, (_, _) => throw new NotSupportedException())
        {
            Step = 5,
            IsMeasured = false,
        };
        var loss = Assert.Single(supervision.Compute(step));
        return (loss.Value.Item(), loss.Over!.Value.Count);
    }

    private static Tensor Values(int seed, int count)
    {
        using var generator = new Generator(seed, Device.Cpu);
        return Ops.Rand([count], generator, DType.Float32) - 0.5;
    }

    private sealed class Shown(ThingEmbeddings things) : IThingSource
    {
        public string Stream => "labeled";

        public IReadOnlyList<ThingEmbeddings> Things(StepContext step) => [things];
    }
}
