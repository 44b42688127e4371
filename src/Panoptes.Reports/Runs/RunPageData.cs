using Panoptes.Experiments.Advice;
using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Experiments.Shifts;
using Panoptes.Training.Profiling;

namespace Panoptes.Reports.Runs;

/// <summary>Everything a report shows, read from a run folder; the report is a pure function of it.</summary>
internal sealed record RunPageData
{
    /// <summary>The run's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its configuration.</summary>
    public required RunConfig Config { get; init; }

    /// <summary>Its configuration as text.</summary>
    public required string ConfigText { get; init; }

    /// <summary>Fingerprint of the configuration.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>What the latest attempt ran on.</summary>
    public RunEnvironment? Environment { get; init; }

    /// <summary>Data and model.</summary>
    public RunSummary? Summary { get; init; }

    /// <summary>What happened.</summary>
    public required RunHistory History { get; init; }

    /// <summary>What the advisor said; null where it was never asked.</summary>
    public AdviceFile? Advice { get; init; }

    /// <summary>Results of evaluations: the test split first.</summary>
    public IReadOnlyList<EvaluationFile> Evaluations { get; init; } = [];

    /// <summary>What the run loses on other domains, by their names.</summary>
    public IReadOnlyList<DomainShift> Shifts { get; init; } = [];

    /// <summary>The folder that pictures of evaluations are relative to.</summary>
    public required string PictureFolder { get; init; }

    /// <summary>The contact sheet of the first batch, a JPEG; null where there is none.</summary>
    public string? BatchSheet { get; init; }

    /// <summary>Where the time of a few steps went; null where none were recorded.</summary>
    public ProfileSummary? Profile { get; init; }

    /// <summary>Reads a run folder.</summary>
    public static RunPageData Read(RunFolder folder)
    {
        var config = folder.ReadConfig([]);
        var evaluations = Path.GetDirectoryName(folder.Evaluation("x"))!;
        var shifts = Path.GetDirectoryName(folder.Shift("x"))!;
        string[] order = [config.Data.TestSplit, config.Data.ValSplit];
        return new RunPageData
        {
            Name = folder.Name,
            Config = config,
            ConfigText = File.ReadAllText(folder.ConfigYaml),
            Fingerprint = Experiments.Runs.Fingerprint.Of(config),
            Environment = folder.ReadEnvironment(),
            Summary = RunSummary.Read(folder.Summary),
            History = RunHistory.Read(folder.EventLog),
            Advice = File.Exists(folder.Advice) ? AdviceFile.Read(folder) : null,
            Evaluations =
                !Directory.Exists(evaluations) ? [] : [.. Directory.GetFiles(evaluations, "*.json").Order().Select(EvaluationFile.Read)
                    .OrderBy(file => (uint)Array.IndexOf(order, file.Split)).ThenBy(file => file.Key, StringComparer.Ordinal)],
            Shifts = !Directory.Exists(shifts) ? [] : [.. Directory.GetFiles(shifts, "*.json").Order().Select(DomainShift.Read)],
            PictureFolder = evaluations,
            Profile = ProfileSummary.Read(folder.ProfileSummary),
            BatchSheet = File.Exists(folder.BatchSheet) ? folder.BatchSheet : null,
        };
    }
}
