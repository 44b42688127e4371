using System.CommandLine;
using Panoptes.Data.Configuration;
using Panoptes.Data.Samples;
using Panoptes.Data.Sampling;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Sessions;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Training.Streams;

namespace Panoptes.Cli.Verbs;

/// <summary>Arguments of the verbs that look at a data set.</summary>
internal static class DataArguments
{
    private const int ManyImages = 500;

    /// <summary>The data set's folder.</summary>
    public static Argument<string> Root() => new("ROOT") { Description = "The data set's folder." };

    /// <summary>How it is to be read.</summary>
    public static Argument<string[]> Settings() => new("KEY=VALUE")
    {
        Description = "How it is read, as under data: in a configuration, such as format=cityscapes or classes=camvid11.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>Which splits.</summary>
    public static Option<string[]> Splits() =>
        new("--split") { Description = "A split to look at; may be repeated. All there are where left out.", HelpName = "NAME" };

    /// <summary>Says what was guessed of a data set.</summary>
    public static void Warn(IDataset dataset, TextWriter output)
    {
        foreach (var warning in dataset.Warnings)
        {
            output.WriteLine($"warning: {warning}");
        }
    }

    /// <summary>A run's configuration, read for a data set's folder: what its file says of another one need not be there.</summary>
    /// <param name="yaml">The file.</param>
    /// <param name="root">The folder.</param>
    /// <exception cref="InputException">The file cannot be used.</exception>
    public static RunConfig Run(string yaml, string root) => ConfigReader.Read<RunConfig>(yaml, [$"data.root={root}"]);

    /// <summary>How a run's labeled stream chooses crops; says how far the index of segments is, where that must be built.</summary>
    /// <param name="config">The run.</param>
    /// <param name="dataset">The split.</param>
    /// <param name="output">Where that is said.</param>
    /// <exception cref="InputException">The split has no segments to lay crops round.</exception>
    public static CropSampling Sampling(RunConfig config, IDataset dataset, TextWriter output)
    {
        var stream = config.Data.Streams.TryGetValue(SampleStream.Labeled, out var labeled) ? labeled : new StreamConfig();
        return new StreamSampling(config)
        {
            Warn = text => output.WriteLine($"warning: {text}"),
            Progress = (what, done, count) => Tell(what, done, count, output),
        }.Open(SampleStream.Labeled, stream, dataset);
    }

    /// <summary>How the labels of a split are read, saying how far it is.</summary>
    /// <param name="dataset">The split.</param>
    /// <param name="output">Where that is said.</param>
    public static SegmentIndexOptions Reading(IDataset dataset, TextWriter output) => new()
    {
        Progress = (done, count) => Tell($"looking for classes in {dataset.Name}", done, count, output),
        Warn = text => output.WriteLine($"warning: {text}"),
    };

    /// <summary>The data set that a command line means.</summary>
    /// <exception cref="InputException">There is no such folder, or a setting is wrong.</exception>
    public static DataConfig Config(ParseResult parsed, Argument<string> root, Argument<string[]> settings) =>
        Config(parsed.GetRequiredValue(root), parsed.GetValue(settings) ?? []);

    /// <summary>The data set of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="settings">How it is read, such as <c>format=cityscapes</c>.</param>
    /// <exception cref="InputException">There is no such folder, or a setting is wrong.</exception>
    public static DataConfig Config(string folder, string[] settings) =>
        Directory.Exists(folder)
            ? ConfigReader.Read<DataConfig>(null, settings) with { Root = folder }
            : throw new InputException(
                folder, File.Exists(folder) ? "a file" : "no such folder", "the data set's folder", "check the path");

    private static void Tell(string what, int done, int count, TextWriter output)
    {
        if (count >= ManyImages && (done == count || done % (count / 10) == 0))
        {
            output.WriteLine($"{what}: {done} of {count} images");
        }
    }
}
