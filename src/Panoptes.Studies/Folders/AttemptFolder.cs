using Panoptes.Studies.Records;

namespace Panoptes.Studies.Folders;

/// <summary>The layout of one attempt at a cell.</summary>
/// <param name="FullPath">The folder.</param>
/// <param name="Token">The attempt's fencing token.</param>
public sealed record AttemptFolder(string FullPath, long Token)
{
    /// <summary>The name of the run in it.</summary>
    public const string RunName = "run";

    /// <summary>What happened, as far as the study is concerned.</summary>
    public string Events => Path.Combine(FullPath, "events.jsonl");

    /// <summary>What training and measuring said.</summary>
    public string Output => Path.Combine(FullPath, "output.log");

    /// <summary>The run.</summary>
    public string Run => Path.Combine(FullPath, RunName);

    /// <summary>The run's own log.</summary>
    public string RunEvents => Path.Combine(Run, "events.jsonl");

    /// <summary>The events that can be read.</summary>
    public IReadOnlyList<StudyEvent> ReadEvents() => AttemptLog.Read(Events);
}
