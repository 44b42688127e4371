using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Comparisons;

/// <summary>A run as it is compared with others.</summary>
public sealed record ComparedRun
{
    /// <summary>Its letter: A, B, ... in the order given.</summary>
    public required string Letter { get; init; }

    /// <summary>Its folder.</summary>
    public required RunFolder Folder { get; init; }

    /// <summary>Its configuration.</summary>
    public required RunConfig Config { get; init; }

    /// <summary>Data and model as they were when training began.</summary>
    public required RunSummary Summary { get; init; }

    /// <summary>What happened.</summary>
    public required RunHistory History { get; init; }

    /// <summary>The evaluation that is compared.</summary>
    public required EvaluationFile Evaluation { get; init; }

    /// <summary>What every image of it adds, by kind; empty where it was measured by an earlier version.</summary>
    public required IReadOnlyList<KindCounts> Counts { get; init; }

    /// <summary>Its letter and name, such as <c>A crops</c>.</summary>
    public string Title => $"{Letter} {Folder.Name}";

    /// <summary>Reads a run.</summary>
    /// <param name="path">Its folder.</param>
    /// <param name="place">Its place among those compared, from 0.</param>
    /// <param name="evaluation">
    /// Which evaluation: <c>train</c>, <c>val</c> or <c>test</c> for the run's own names of them, or a name that its folder has.
    /// </param>
    /// <exception cref="InputException">There is no such run, or it was not measured so.</exception>
    public static ComparedRun Read(string path, int place, string evaluation)
    {
        var folder = RunFolder.Existing(path);
        var config = folder.ReadConfig([]);
        var name = config.Data.SplitNamed(evaluation);
        var file = folder.Evaluation(name);
        if (!File.Exists(file))
        {
            throw new InputException(
                folder.Shown,
                $"no evaluation of {name}",
                Others(file) is { Length: > 0 } others ? $"one to compare; there are {others}" : "one to compare",
                $"measure it: ./panoptes eval {folder.Shown} --split {name.Split('+')[0]}");
        }

        return new ComparedRun
        {
            Letter = ((char)('A' + place)).ToString(),
            Folder = folder,
            Config = config,
            Summary = RunSummary.Read(folder.Summary)
                ?? throw new InputException(folder.Summary, "no such file", "the summary that training writes", "train the run first"),
            History = RunHistory.Read(folder.EventLog),
            Evaluation = EvaluationFile.Read(file),
            Counts = ImageCountsFile.Read(ImageCountsFile.Beside(file)),
        };
    }

    private static string Others(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        return Directory.Exists(folder)
            ? string.Join(", ", Directory.GetFiles(folder, "*.json").Select(Path.GetFileNameWithoutExtension).Order())
            : "";
    }
}
