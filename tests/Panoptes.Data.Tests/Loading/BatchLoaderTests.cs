using Panoptes.Data;

namespace Panoptes.Tests.Loading;

public sealed class BatchLoaderTests
{
    private const string CamVid = "data/camvid";
    private static readonly AugmentationConfig Small = new() { Crop = [96, 128] };

    [NeedsSharedFact(CamVid)]
    public void The_same_steps_hold_the_same_batches_for_any_count_of_workers_and_in_any_order()
    {
        var dataset = Datasets.Open(new DataConfig { Root = SharedFiles.Path(CamVid)! }, "train");
        using var one = new BatchLoader(dataset, Small, new LoaderConfig { Workers = 1 }, 3, 7);
        long[] steps = [0, 1, 2, 3, 9, 10, 4];
        var expected = steps.Select(s => Content(one, s)).ToArray();
        foreach (var workers in new[] { 0, 2, 5 })
        {
            using var other = new BatchLoader(dataset, Small, new LoaderConfig { Workers = workers, Prefetch = 3 }, 3, 7);
            foreach (var (step, content) in steps.Reverse().Zip(expected.Reverse()))
            {
                var found = Content(other, step);
                Assert.Equal(content.Names, found.Names);
                Assert.Equal(content.Labels, found.Labels);
                Assert.Equal(content.Images, found.Images);
            }
        }
    }

    private static (string[] Names, float[] Images, long[] Labels) Content(BatchLoader loader, long step)
    {
        using var batch = loader.Take(step);
        Assert.Equal(step, batch.Step);
        return ([.. batch.Samples.Select(s => s.Name)], batch.Images.ToArray<float>(), batch.Labels.ToArray<long>());
    }
}
