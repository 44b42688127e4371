using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Training.Streams;
using Panoptes.Training.Supervision;

namespace Panoptes.Experiments.Sessions;

/// <summary>The loaders of a stage, one for each stream that a supervisor reads.</summary>
internal sealed class StageStreams : IDisposable
{
    private readonly List<BatchLoader> loaders = [];

    /// <summary>Opens loaders that read what the supervisors need.</summary>
    /// <param name="data">The run's data.</param>
    /// <param name="config">The stage's configuration.</param>
    /// <param name="supervisors">Who reads them.</param>
    /// <param name="pinned">Whether batches lie in page-locked memory, for copies to a GPU.</param>
    /// <param name="quarantined">Told of every sample that is replaced as it cannot be read.</param>
    /// <exception cref="Foundation.InputException">A data set lacks what a supervisor needs.</exception>
    public StageStreams(
        RunData data, RunConfig config, IReadOnlyList<ISupervisor> supervisors, bool pinned, Action<QuarantinedSample> quarantined)
    {
        var streams = new List<SampleStream>();
        try
        {
            foreach (var (name, stream) in RunData.StreamsOf(config))
            {
                var readers = supervisors.Where(supervisor => supervisor.Streams.Contains(name)).ToList();
                if (readers.Count == 0)
                {
                    continue;
                }

                var parts = readers.Aggregate(SampleParts.Image, (all, supervisor) => all | supervisor.Parts);
                var loader = new BatchLoader(
                    data.Stream(stream.Split ?? config.Data.TrainSplit),
                    config.Augmentation,
                    config.Loader,
                    stream.BatchSize ?? config.Train.BatchSize,
                    SampleStream.Salted(config.Train.Seed, name),
                    pinned: pinned,
                    parts: parts)
                {
                    OnQuarantine = quarantined,
                };
                loaders.Add(loader);
                streams.Add(new SampleStream(name, loader.Take));
            }
        }
        catch
        {
            Dispose();
            throw;
        }

        All = streams;
    }

    /// <summary>The streams.</summary>
    public IReadOnlyList<SampleStream> All { get; }

    /// <inheritdoc/>
    public void Dispose() => loaders.ForEach(loader => loader.Dispose());
}
