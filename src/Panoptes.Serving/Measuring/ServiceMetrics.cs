using Prometheus;

namespace Panoptes.Serving.Measuring;

/// <summary>What a service counts of itself, in Prometheus' text format.</summary>
internal sealed class ServiceMetrics
{
    private readonly CollectorRegistry registry = Metrics.NewCustomRegistry();

    /// <summary>Begins at 0.</summary>
    /// <param name="queue">The most images that wait.</param>
    public ServiceMetrics(int queue)
    {
        var factory = Metrics.WithCustomRegistry(registry);
        Requests = factory.CreateCounter("panoptes_requests_total", "Requests of /predict, by status of the answer.", "status");
        Dropped = factory.CreateCounter("panoptes_dropped_total", "Images that nobody waited for any more before the model read them.");
        Images = factory.CreateCounter("panoptes_images_total", "Images that the model read.");
        Waiting = factory.CreateGauge("panoptes_queue_images", "Images that wait for the model.");
        Batches = factory.CreateHistogram(
            "panoptes_batch_images", "Images that went through the model together.",
            new HistogramConfiguration { Buckets = [1, 2, 4, 8, 16, 32, 64] });
        Inference = factory.CreateHistogram("panoptes_inference_seconds", "Time of the model for a batch.", Times());
        Latency = factory.CreateHistogram("panoptes_request_seconds", "Time of requests that were answered with a reading.", Times());
        factory.CreateGauge("panoptes_queue_limit_images", "The most images that may wait.").Set(queue);
        var memory = factory.CreateGauge("process_resident_memory_bytes", "Memory of the process.");
        registry.AddBeforeCollectCallback(() => memory.Set(Environment.WorkingSet));
    }

    /// <summary>Requests by status.</summary>
    public Counter Requests { get; }

    /// <summary>Images that nobody waited for any more.</summary>
    public Counter Dropped { get; }

    /// <summary>Images that were read.</summary>
    public Counter Images { get; }

    /// <summary>Images that wait.</summary>
    public Gauge Waiting { get; }

    /// <summary>Images of a batch.</summary>
    public Histogram Batches { get; }

    /// <summary>Seconds of the model for a batch.</summary>
    public Histogram Inference { get; }

    /// <summary>Seconds of requests that were answered with a reading.</summary>
    public Histogram Latency { get; }

    /// <summary>Writes all of it.</summary>
    public Task Write(Stream to, CancellationToken cancel) => registry.CollectAndExportAsTextAsync(to, cancel);

    private static HistogramConfiguration Times() => new() { Buckets = Histogram.ExponentialBuckets(0.001, 2, 16) };
}
