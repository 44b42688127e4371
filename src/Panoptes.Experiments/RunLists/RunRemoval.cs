using Panoptes.Experiments.Runs;
using Panoptes.Foundation;

namespace Panoptes.Experiments.RunLists;

/// <summary>Removes runs, and nothing else.</summary>
public static class RunRemoval
{
    /// <summary>Checks that a path is the folder of a run that may be removed.</summary>
    /// <param name="path">The run's folder.</param>
    /// <returns>The run with the bytes that its files take.</returns>
    /// <exception cref="InputException">It is no run, a link to one, or being written.</exception>
    public static (RunFolder Folder, long Bytes) Check(string path)
    {
        var folder = RunFolder.Existing(path);
        if (new DirectoryInfo(Path.TrimEndingDirectorySeparator(folder.FullPath)).LinkTarget is { } target)
        {
            throw new InputException(
                path, $"a link to {target}", "the folder of a run itself", "name the folder, or remove the link by hand");
        }

        // A folder with runs in it would take them along.
        if (Directory.EnumerateFiles(folder.FullPath, Path.GetFileName(folder.ConfigYaml), SearchOption.AllDirectories)
            .FirstOrDefault(file => file != folder.ConfigYaml) is { } inner)
        {
            throw new InputException(
                path, $"a folder with another run in it ({Path.GetDirectoryName(inner)})", "one run", "remove or move the inner one first");
        }

        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        return (folder, new DirectoryInfo(folder.FullPath).EnumerateFiles("*", options).Sum(file => file.Length));
    }

    /// <summary>Removes a run. It loses its name first, so that no half of it is ever taken for a run.</summary>
    /// <param name="folder">The run.</param>
    /// <exception cref="InputException">Another process is writing it.</exception>
    public static void Remove(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string aside;
        using (RunLock.Take(folder.FullPath, TimeProvider.System))
        {
            aside = $"{Path.TrimEndingDirectorySeparator(folder.FullPath)}.removed-{Environment.ProcessId}";
            Directory.Move(folder.FullPath, aside);
        }

        Directory.Delete(aside, recursive: true);
    }
}
