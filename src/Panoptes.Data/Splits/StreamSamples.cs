using System.Collections.Concurrent;
using Panoptes.Data.Classes;
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
    private readonly ConcurrentDictionary<StreamPart, IDataset> parts = new();

    /// <summary>The training split.</summary>
    public IDataset Train => train;

    /// <summary>The samples of a stream.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="stream">Its settings.</param>
    /// <exception cref="InputException">Its data cannot be opened or has other classes, or a list names what it lacks.</exception>
    public IDataset Open(string name, StreamConfig stream)
    {
        var part = StreamPart.Of(config, stream);
        return parts.GetOrAdd(part, _ => ChosenSamples.Of(Whole(name, stream, part), name, part));
    }

    private IDataset Whole(string name, StreamConfig stream, StreamPart part)
    {
        if (part.Data is null)
        {
            return part.Split == config.TrainSplit ? train
                : parts.GetOrAdd(new StreamPart(null, null, part.Split, null, null, 1, 0), _ => Datasets.Open(config, part.Split));
        }

        var other = config.Of(stream);
        if (other.Format == DataFormat.Images)
        {
            return ImageFolder.Open(other, part.Split, train.Classes);
        }

        var labeled = Datasets.Open(other, part.Split);
        if (part.ClassMap is { } file)
        {
            return new MappedDataset(labeled, train.Classes, ClassMapFile.Read(file, labeled.Classes, train.Classes));
        }

        Require.That(
            labeled.Classes.Names.SequenceEqual(train.Classes.Names), $"data.streams.{name}.data",
            $"{labeled.Name} with the classes {string.Join(", ", labeled.Classes.Names)}",
            $"those of {train.Name}: {string.Join(", ", train.Classes.Names)}",
            $"say which stand for which with data.streams.{name}.class_map, "
                + $"or give it a class table with data.streams.{name}.data.classes");
        return labeled.Classes.VoidTrainId == train.Classes.VoidTrainId
            ? labeled : new MappedDataset(labeled, train.Classes, [.. Enumerable.Range(0, train.Classes.Count)]);
    }
}
