using Panoptes.Dashboard.Notes;

namespace Panoptes.Dashboard.Catalog;

/// <summary>A run as lists show it.</summary>
internal sealed record RunEntry
{
    /// <summary>What addresses name it by: digits that follow from its folder.</summary>
    public required string Id { get; init; }

    /// <summary>Its folder.</summary>
    public required string FullPath { get; init; }

    /// <summary>Its name: of a study's cell its place, else its folder's.</summary>
    public required string Name { get; init; }

    /// <summary>The folder or study that it belongs to.</summary>
    public required string Place { get; init; }

    /// <summary>What has become of it.</summary>
    public RunState State { get; init; }

    /// <summary>What it was told to do.</summary>
    public RunFacts Facts { get; init; } = RunFacts.None;

    /// <summary>What people say of it.</summary>
    public RunNote Note { get; init; } = RunNote.None;

    /// <summary>Steps that are done.</summary>
    public long Step { get; init; }

    /// <summary>Steps of the whole training; 0 where that is not known.</summary>
    public long Steps { get; init; }

    /// <summary>The number that it is judged by; null where it was not measured.</summary>
    public RunScore? Score { get; init; }

    /// <summary>The loss that was logged last.</summary>
    public double? Loss { get; init; }

    /// <summary>Images a second, lately.</summary>
    public double? ImagesPerSecond { get; init; }

    /// <summary>When it began (UTC).</summary>
    public DateTime? Began { get; init; }

    /// <summary>When something was written last (UTC).</summary>
    public DateTime Updated { get; init; }

    /// <summary>Seconds that all attempts spent.</summary>
    public double Seconds { get; init; }

    /// <summary>Why it ended, where by an error.</summary>
    public string Error { get; init; } = "";

    /// <summary>The folder that its files are shown below: of a study's cell the attempt's, which holds the log of its output.</summary>
    public string FilesRoot => IsOfCell ? Path.GetDirectoryName(FullPath)! : FullPath;

    private bool IsOfCell => Path.GetFileName(FullPath) == "run" && Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(FullPath)))
        == "attempts";

    /// <summary>The path of one of the run's own files below <see cref="FilesRoot"/>.</summary>
    public string Inner(string relative) => IsOfCell ? $"run/{relative}" : relative;

    /// <summary>Its name without seed and fingerprint: what runs of one configuration file share.</summary>
    public required string Family { get; init; }
}
