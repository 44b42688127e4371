using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Data.Readers;
using Panoptes.Data.Samples;
using Panoptes.Data.Splits;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Training.Checkpoints;
using Panoptes.Training.Evaluation.Kinds;
using Panoptes.Training.Streams;

namespace Panoptes.Experiments.Runs;

/// <summary>The data of a run: its splits, opened, and what they are by content, wherever they lie.</summary>
public sealed class RunData
{
    private const int MostDifferences = 3;

    private readonly StreamSamples streams;

    private RunData(
        IDataset train,
        IDataset validation,
        StreamSamples streams,
        IReadOnlyList<SplitRow> splits,
        IReadOnlyList<IdRow> ids) =>
        (Train, Validation, this.streams, Splits, Ids) = (train, validation, streams, splits, ids);

    /// <summary>The split that is trained on.</summary>
    public IDataset Train { get; }

    /// <summary>The split that is measured while training.</summary>
    public IDataset Validation { get; }

    /// <summary>Every split with its size and inventory; the test split only where it can be opened.</summary>
    public IReadOnlyList<SplitRow> Splits { get; }

    /// <summary>What every id in the label files stands for.</summary>
    public IReadOnlyList<IdRow> Ids { get; }

    /// <summary>
    /// SHA-256 of all that the training's numbers depend on: ids, and the inventories of the training and validation splits.
    /// </summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        JsonSerializer.Serialize(
            new { Ids, Splits = Splits.Where(IsTrainedWith).Select(split => new { split.Role, split.Images, split.Files }) }))));

    /// <summary>The streams that a configuration draws from: the labeled one where it names none.</summary>
    public static IEnumerable<(string Name, StreamConfig Stream)> StreamsOf(RunConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return config.Data.Streams.Count == 0
            ? [(SampleStream.Labeled, new StreamConfig())]
            : config.Data.Streams.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => (entry.Key, entry.Value));
    }

    /// <summary>The streams of all stages.</summary>
    /// <param name="config">The run.</param>
    internal static IEnumerable<(string Name, StreamConfig Stream)> StreamsOfAllStages(RunConfig config) =>
        StagePlan.Of(config).SelectMany(stage => StreamsOf(stage.Config));

    /// <summary>The samples that a stream draws from.</summary>
    /// <param name="name">The stream's name.</param>
    /// <param name="stream">The stream.</param>
    public IDataset Stream(string name, StreamConfig stream) => streams.Open(name, stream);

    /// <summary>Opens a run's splits.</summary>
    /// <exception cref="InputException">A split cannot be opened, or they do not fit each other or the loss.</exception>
    public static RunData Open(RunConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var train = Datasets.Open(config.Data, config.Data.TrainSplit);
        var validation = CorruptedDataset.Of(Datasets.Open(config.Data.OfTruth(), config.Data.ValSplit), config.Data.Corruption);
        RequireComparable(train, validation, config);

        if (config.Train.Loss.IgnoreIndex != train.Classes.VoidTrainId)
        {
            throw new InputException(
                "train.loss.ignore_index",
                $"{config.Train.Loss.IgnoreIndex}",
                $"{train.Classes.VoidTrainId}, the void id of {train.Classes.Name}",
                $"set train.loss.ignore_index to {train.Classes.VoidTrainId}");
        }

        var streams = new StreamSamples(config.Data, train);
        SplitRow[] splits =
        [
            Row("train", config.Data.TrainSplit, train),
            .. StreamRows(config, streams),
            .. LabelerRows(config),
            Row("val", config.Data.ValSplit, validation),
            .. TestRow(config.Data),
        ];
        return new RunData(train, validation, streams, splits, IdsOf(train.Classes));
    }

    /// <summary>A split as a trained model is measured on it: where the configuration reads it from, and spoiled as it says.</summary>
    /// <param name="config">The configuration measured with.</param>
    /// <param name="split">The split's own name.</param>
    /// <exception cref="InputException">It cannot be opened.</exception>
    public static IDataset OpenMeasured(RunConfig config, string split)
    {
        ArgumentNullException.ThrowIfNull(config);
        return CorruptedDataset.Of(Datasets.Open(config.Data.Of(split), split), config.Data.Corruption);
    }

    /// <summary>What every id of a class table stands for, in the order of the ids.</summary>
    public static IReadOnlyList<IdRow> IdsOf(ClassTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return
        [
            .. table.Entries.OrderBy(entry => entry.RawId).Select(entry => entry.TrainId == table.VoidTrainId
                ? new IdRow(entry.RawId, null, "void")
                : new IdRow(entry.RawId, entry.TrainId, table.Names[entry.TrainId])),
        ];
    }

    /// <summary>
    /// What is not as it was when a run began, of all that its training depends on; empty where nothing is known of that time.
    /// </summary>
    /// <param name="before">What the run's folder says.</param>
    public IReadOnlyList<string> Differences(RunSummary before)
    {
        ArgumentNullException.ThrowIfNull(before);
        return [.. IdDifferences(before.Ids, Ids), .. Splits.Where(IsTrainedWith).Select(split => SplitDifference(before, split))
            .OfType<string>()];
    }

    /// <summary>The ids that stood for something else, a few words each.</summary>
    public static IReadOnlyList<string> IdDifferences(IReadOnlyList<IdRow> before, IReadOnlyList<IdRow> now)
    {
        if (before.Count == 0)
        {
            return [];
        }

        var (old, present) = (before.ToDictionary(row => row.RawId), now.ToDictionary(row => row.RawId));
        var changed = old.Keys.Union(present.Keys).Order()
            .Select(id => (Id: id, Before: old.GetValueOrDefault(id), Now: present.GetValueOrDefault(id)))
            .Where(row => row.Before != row.Now)
            .Select(row => $"id {row.Id} was {Meaning(row.Before)}, now {Meaning(row.Now)}")
            .ToList();
        return changed.Count <= MostDifferences
            ? changed
            : [.. changed.Take(MostDifferences), $"and {changed.Count - MostDifferences} ids more"];
    }

    /// <summary>How a split differs from what a run was begun with, or null where it does not, or nothing is known.</summary>
    public static string? SplitDifference(RunSummary before, SplitRow now)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(now);
        var old = before.Splits.FirstOrDefault(split => split.Name == now.Name && split.Files.Length > 0);
        return old is null || old.Files == now.Files ? null
            : now.Role == SplitRow.Labeler ? $"{now.Name} are others than they were"
            : old.Images != now.Images ? $"{now.Name} had {old.Images} images, now {now.Images}"
            : $"files of {now.Name} have other names or sizes";
    }

    /// <summary>A split as a run's folder keeps it.</summary>
    /// <param name="role">What it is used for.</param>
    /// <param name="name">Its name.</param>
    /// <param name="dataset">Its samples.</param>
    public static SplitRow Row(string role, string name, IDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return new(role, name, dataset.Count, DataManifest.Of(dataset));
    }

    // A whole split goes by its name; a part of one by its stream, so that another part is seen to be another one.
    private static IEnumerable<SplitRow> StreamRows(RunConfig config, StreamSamples streams)
    {
        var all = StreamsOfAllStages(config)
            .Select(entry => (entry.Name, entry.Stream, Part: StreamPart.Of(config.Data, entry.Stream))).ToList();
        var splits = all.Where(entry => entry.Part.IsWholeSplit && entry.Part.Split != config.Data.TrainSplit)
            .DistinctBy(entry => entry.Part.Split).OrderBy(entry => entry.Part.Split, StringComparer.Ordinal)
            .Select(entry => (Row: entry.Part.Split, entry));
        var parts = all.Where(entry => !entry.Part.IsWholeSplit).DistinctBy(entry => (entry.Name, entry.Part))
            .GroupBy(entry => entry.Name).OrderBy(group => group.Key, StringComparer.Ordinal)
            .SelectMany(group => group.Select((entry, i) =>
                (Row: Row(entry.Name, entry.Part, i), entry)));
        foreach (var (row, entry) in splits.Concat(parts))
        {
            var samples = streams.Open(entry.Name, entry.Stream);
            RequireSameClasses(streams.Train, samples);
            yield return Row("stream", row, samples);
        }
    }

    private static string Row(string stream, StreamPart part, int place)
    {
        var more = new[] { part.Split, place == 0 ? "" : $"{place + 1}" }.Where(word => word.Length > 0).ToArray();
        return more.Length == 0 ? stream : $"{stream} ({string.Join(", ", more)})";
    }

    private static void RequireComparable(IDataset train, IDataset validation, RunConfig config)
    {
        if (!EvaluationKind.NameClusters(config.Train.Evaluation.Kinds))
        {
            RequireSameClasses(train, validation);
        }
    }

    private static void RequireSameClasses(IDataset train, IDataset other)
    {
        if (!train.Classes.Names.SequenceEqual(other.Classes.Names))
        {
            throw new InputException(
                other.Name,
                $"the classes {string.Join(", ", other.Classes.Names)}",
                $"those of {train.Name}: {string.Join(", ", train.Classes.Names)}",
                "give both splits one class table with data.classes, or name what is predicted by the truth: "
                    + $"train.evaluation.kinds=[{EvaluationKind.UnsupervisedName}]");
        }
    }

    // A model that labels samples is part of the data: with other weights the training would be another one.
    private static IEnumerable<SplitRow> LabelerRows(RunConfig config) =>
        StreamsOfAllStages(config).Select(entry => entry.Stream.LabeledBy)
            .Concat(StagePlan.Of(config).Select(stage => stage.Config.Train.Teacher.Run)).OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Select(run => new SplitRow(SplitRow.Labeler, $"the weights of {run}", 0, WeightsHash(RunFolder.Existing(run))));

    private static string WeightsHash(RunFolder run)
    {
        var file = new CheckpointFolder(run.Checkpoints).BestPath;
        if (!File.Exists(file))
        {
            throw new InputException(
                file, "no such file", "the best weights of a run whose model labels samples",
                "let that run evaluate while it trains, or name another one");
        }

        return FileHash.Sha256(file);
    }

    private static IEnumerable<SplitRow> TestRow(DataConfig config)
    {
        try
        {
            return [Row("test", config.TestSplit, Datasets.Open(config.OfTruth(), config.TestSplit))];
        }
        catch (InputException)
        {
            // Training needs none; an evaluation says what is wrong with it.
            return [];
        }
    }

    private static bool IsTrainedWith(SplitRow split) => split.Role != "test";

    private static string Meaning(IdRow? row) =>
        row is null ? "not listed" : row.TrainId is null ? "void" : $"class {row.TrainId} {row.Name}";
}
