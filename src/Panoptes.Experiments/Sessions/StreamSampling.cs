using Panoptes.Data.Configuration;
using Panoptes.Data.Samples;
using Panoptes.Data.Sampling;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Sessions;

/// <summary>How the streams of a configuration choose crops.</summary>
/// <param name="config">The configuration.</param>
public sealed class StreamSampling(RunConfig config)
{
    /// <summary>Told while an index of segments is built: what for, images done, images in all.</summary>
    public Action<string, int, int>? Progress { get; init; }

    /// <summary>Asks to give up while an index is built.</summary>
    public CancellationToken Cancel { get; init; }

    /// <summary>Takes what is to be said aloud.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Prepares a stream's crops; where they come in pairs, that builds or reads the index of its segments.</summary>
    /// <param name="name">The stream's name.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="dataset">Its samples.</param>
    /// <exception cref="InputException">The samples have no segments to lay crops round.</exception>
    /// <exception cref="OperationCanceledException">It was asked to give up.</exception>
    public CropSampling Open(string name, StreamConfig stream, IDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(dataset);
        var sampler = stream.Sampler ?? config.Data.Sampler;
        if ((sampler.Kind is SamplerKind.ClassPair or SamplerKind.RepeatFactor || sampler.SkipEmpty == true)
            && (stream.LabeledBy is not null || dataset is PredictedDataset))
        {
            var asked = sampler.Kind == SamplerKind.ClassPair ? "class_pair" : sampler.Kind == SamplerKind.RepeatFactor ? "repeat_factor"
                : "skip_empty";
            throw new InputException(
                $"data.streams.{name}.sampler.kind", $"{asked} for samples that a network labels while they are read",
                "samples whose segments are known before",
                "write a run's predictions first (panoptes predict), or give this stream {kind: random}, and the others theirs");
        }

        var options = new SegmentIndexOptions
        {
            Threads = Math.Max(config.Loader.Workers, Environment.ProcessorCount),
            Progress = Progress is { } tell ? (done, count) => tell($"finding segments of {dataset.Name}", done, count) : null,
            Unreadable = config.Loader.Quarantine > 0 ? fault => Warn?.Invoke($"{fault.Message}; its segments are left out") : null,
            Warn = Warn,
            Cancel = Cancel,
        };
        return CropSampling.Open(dataset, sampler, new SegmentIndexStore(config.Data.SegmentIndex), options);
    }
}
