using System.Net;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Serving.Batching;
using Panoptes.Serving.Hosting;
using Panoptes.Serving.Requests;
using Panoptes.Serving.Tests.Models;

namespace Panoptes.Serving.Tests.Hosting;

public sealed class LoadTests
{
    private static readonly byte[] Small = PngFile.EncodeRgb(Pictures.Noise(8, 8));

    [Fact]
    public async Task More_requests_than_the_queue_holds_are_refused_at_once()
    {
        await using var service = await Service.Start(
            new ServingOptions { Batching = new BatchingOptions { Largest = 1, Queue = 3 } });
        service.Model.Hold();
        var asked = Enumerable.Range(0, 4).Select(_ => service.Predict(Small)).ToList();
        await service.Until("panoptes_queue_images 3");

        using var refused = await service.Predict(Small);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal("1", refused.Headers.GetValues("Retry-After").Single());
        service.Model.GoOn();
        foreach (var answer in await Task.WhenAll(asked))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            answer.Dispose();
        }

        await service.Until("panoptes_queue_images 0");
        var metrics = (await service.Metrics()).Split('\n');
        Assert.Contains("panoptes_requests_total{status=\"200\"} 4", metrics);
        Assert.Contains("panoptes_requests_total{status=\"503\"} 1", metrics);
        Assert.Contains("panoptes_images_total 4", metrics);
        Assert.Contains("panoptes_request_seconds_count 4", metrics);
    }

    [Fact]
    public async Task A_request_that_takes_too_long_is_told_so_and_leaves_the_queue()
    {
        await using var service = await Service.Start(new ServingOptions
        {
            Batching = new BatchingOptions { Largest = 1 },
            Limits = new RequestLimits { Time = TimeSpan.FromMilliseconds(300) },
        });
        service.Model.Hold();
        using var first = await service.Predict(Small);
        using var second = await service.Predict(Small);

        Assert.Equal(HttpStatusCode.GatewayTimeout, first.StatusCode);
        Assert.Equal(HttpStatusCode.GatewayTimeout, second.StatusCode);
        service.Model.GoOn();
        using var third = await service.Predict(Small);
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
        Assert.Equal(2, service.Model.Batches.Count);
    }

    [Fact]
    public async Task An_image_whose_asker_went_away_is_not_read()
    {
        await using var service = await Service.Start(new ServingOptions { Batching = new BatchingOptions { Largest = 1 } });
        service.Model.Hold();
        var first = service.Predict(Small);
        await service.Until("panoptes_queue_images 0");
        using var cancel = new CancellationTokenSource();
        using var body = new ByteArrayContent(Small) { Headers = { ContentType = new("image/png") } };
        var gone = service.Predict(body, cancel: cancel.Token);
        await service.Until("panoptes_queue_images 1");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        await service.Until("panoptes_dropped_total 1");
        service.Model.GoOn();
        (await first).Dispose();
        using var last = await service.Predict(Small);

        Assert.Equal(2, service.Model.Batches.Count);
        await service.Until("panoptes_requests_total{status=\"499\"} 1");
    }

    [Fact]
    public async Task Told_to_end_it_answers_what_it_has()
    {
        var service = await Service.Start(new ServingOptions { Batching = new BatchingOptions { Largest = 1 } });
        service.Model.Hold();
        List<Task<HttpResponseMessage>> asked = [service.Predict(Small), service.Predict(Small)];
        await service.Until("panoptes_queue_images 1");
        var ending = service.Host.DisposeAsync().AsTask();
        await Task.Delay(50);
        Assert.False(ending.IsCompleted);
        service.Model.GoOn();

        foreach (var answer in await Task.WhenAll(asked))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            answer.Dispose();
        }

        await ending;
        service.Client.Dispose();
        service.Model.Dispose();
    }
}
