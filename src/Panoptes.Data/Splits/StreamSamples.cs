using System.Collections.Concurrent;
using Panoptes.Data.Configuration;
using Panoptes.Data.Readers;
using Panoptes.Data.Samples;
using Panoptes.Foundation;

namespace Panoptes.Data.Splits;

/// <summary>Opens what streams draw from: a split, or the part of one that a stream chooses. Equal parts are opened once.</summary>
/// <param name="config">The data settings.</param>
/// <param name="train">The training split.</param>
public sealed class StreamSamples(DataConfig config, IDataset train)
{
    private readonly ConcurrentDictionary<string, IDataset> splits = new([new(config.TrainSplit, train)], StringComparer.Ordinal);
    private readonly ConcurrentDictionary<StreamPart, IDataset> parts = new();

    /// <summary>The training split.</summary>
    public IDataset Train => train;

    /// <summary>The samples of a stream.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="stream">Its settings.</param>
    /// <exception cref="InputException">The split cannot be opened, or a list names what it lacks.</exception>
    public IDataset Open(string name, StreamConfig stream) => parts.GetOrAdd(
        StreamPart.Of(config, stream), part => ChosenSamples.Of(Whole(part), name, part));

    private IDataset Whole(StreamPart part) => splits.GetOrAdd(part.Split, split => Datasets.Open(config, split));
}
