namespace Panoptes.Experiments.Launching;

/// <summary>
/// A launcher's temporary folder, which only its user may enter: the file at which the processes meet, a new one for each restart, and
/// the logs where no other folder is named for them.
/// </summary>
internal sealed class LaunchFolder : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("panoptes-launch-").FullName;
    private readonly string logs;

    /// <summary>Makes it.</summary>
    /// <param name="logs">The folder of the logs, made where missing; one of its own if null.</param>
    public LaunchFolder(string? logs)
    {
        this.logs = logs is null ? Path.Combine(path, "logs") : Path.GetFullPath(logs);
        try
        {
            Directory.CreateDirectory(this.logs);
        }
        catch
        {
            Directory.Delete(path, recursive: true);
            throw;
        }
    }

    /// <summary>Whether the temporary folder stays, for its logs.</summary>
    public bool IsKept { get; set; }

    /// <summary>Where the processes meet.</summary>
    public string Store(int restart) => Path.Combine(path, $"store-{restart}");

    /// <summary>What a process writes; those of all restarts one after the other.</summary>
    public string Log(int rank) => Path.Combine(logs, $"rank-{rank}.log");

    /// <summary>Removes the folder, or all but the logs.</summary>
    public void Dispose()
    {
        if (!IsKept || !logs.StartsWith(path, StringComparison.Ordinal))
        {
            Directory.Delete(path, recursive: true);
            return;
        }

        foreach (var store in Directory.GetFiles(path))
        {
            File.Delete(store);
        }
    }
}
