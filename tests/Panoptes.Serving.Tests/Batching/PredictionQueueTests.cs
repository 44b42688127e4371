using Panoptes.Foundation;
using Panoptes.Serving.Batching;
using Panoptes.Serving.Measuring;
using Panoptes.Serving.Models;
using Panoptes.Serving.Tests.Models;

namespace Panoptes.Serving.Tests.Batching;

public sealed class PredictionQueueTests
{
    [Fact]
    public async Task Images_of_one_size_go_through_together_the_oldest_first()
    {
        using var model = new RedModel();
        await using var queue = Queue(model, new BatchingOptions { Largest = 3, Wait = TimeSpan.Zero });
        model.Hold();
        List<Task> asked = [queue.Read(Pictures.Noise(1, 1), default)];
        await Task.Delay(50);
        asked.AddRange(new[] { 5, 6, 5, 5, 6, 5 }.Select(width => queue.Read(Pictures.Noise(width, 4), default)));
        model.GoOn();
        await Task.WhenAll(asked);

        Assert.Equal([(1, 1), (3, 5), (2, 6), (1, 5)], model.Batches);
    }

    [Fact]
    public async Task Every_image_gets_its_own_reading()
    {
        using var model = new RedModel();
        await using var queue = Queue(model, new BatchingOptions { Largest = 4 });
        var images = Enumerable.Range(0, 40).Select(seed => Pictures.Noise(4 + (seed % 3), 5, seed)).ToList();
        var read = await Task.WhenAll(images.Select(image => Task.Run(() => queue.Read(image, default))));

        Assert.All(images.Zip(read), each => Assert.Equal(
            RedModel.Seen(each.First).Pixels, Assert.IsType<ImageReading.Labels>(each.Second).Classes.Pixels));
        Assert.Contains(model.Batches, batch => batch.Images > 1);
    }

    [Fact]
    public async Task An_image_waits_for_others_but_not_longer_than_it_may()
    {
        using var model = new RedModel();
        await using var queue = Queue(model, new BatchingOptions { Largest = 2, Wait = TimeSpan.FromSeconds(100) });
        var first = queue.Read(Pictures.Noise(5, 5), default);
        await Task.Delay(30);
        Assert.False(first.IsCompleted);
        await Task.WhenAll(first, queue.Read(Pictures.Noise(5, 5), default));
        Assert.Equal([(2, 5)], model.Batches);

        using var alone = new RedModel();
        await using var short_ = Queue(alone, new BatchingOptions { Largest = 2, Wait = TimeSpan.FromMilliseconds(20) });
        await short_.Read(Pictures.Noise(5, 5), default);
        Assert.Equal([(1, 5)], alone.Batches);
    }

    [Fact]
    public async Task An_image_that_cannot_be_read_fails_alone()
    {
        using var model = new RedModel();
        await using var queue = Queue(model, new BatchingOptions { Largest = 3, Wait = TimeSpan.FromSeconds(100) });
        var red = Pictures.Noise(5, 5);
        red.Pixels[0] = 255;
        var first = queue.Read(Pictures.Noise(5, 5), default);
        var bad = queue.Read(red, default);
        var last = queue.Read(Pictures.Noise(5, 5), default);

        Assert.NotNull(await first);
        await Assert.ThrowsAsync<InputException>(() => bad);
        Assert.NotNull(await last);
    }

    [Fact]
    public async Task A_model_of_one_image_waits_for_no_second()
    {
        using var model = new RedModel { LargestBatch = 1 };
        await using var queue = Queue(model, new BatchingOptions { Largest = 8, Wait = TimeSpan.FromSeconds(100) });
        Assert.NotNull(await queue.Read(Pictures.Noise(5, 5), default));
    }

    [Fact]
    public async Task Closed_it_reads_what_waits_and_takes_no_more()
    {
        using var model = new RedModel();
        var queue = Queue(model, new BatchingOptions { Largest = 1 });
        model.Hold();
        List<Task<ImageReading?>> asked = [.. Enumerable.Range(0, 3).Select(seed => queue.Read(Pictures.Noise(5, 5, seed), default))];
        queue.Close();
        Assert.Null(await queue.Read(Pictures.Noise(5, 5), default));
        model.GoOn();
        await queue.DisposeAsync();
        Assert.All(await Task.WhenAll(asked), Assert.NotNull);
    }

    private static PredictionQueue Queue(RedModel model, BatchingOptions options) =>
        new(model, options, new ServiceMetrics(options.Queue), TimeProvider.System);
}
