using System.Diagnostics;

namespace Panoptes.Architecture.Tests;

/// <summary>The repository that these tests look at.</summary>
internal static class Repository
{
    /// <summary>The folder with Panoptes.slnx.</summary>
    public static string Root { get; } = Find();

    /// <summary>Paths, relative to the root, of every file that belongs to the project: what git tracks, else what is not built.</summary>
    public static IReadOnlyList<string> Files { get; } = List();

    /// <summary>The text of a file.</summary>
    public static string Text(string relative) => File.ReadAllText(Path.Combine(Root, relative));

    /// <summary>Files that people write, by their endings.</summary>
    public static IEnumerable<string> FilesEnding(params string[] endings) =>
        Files.Where(file => endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Panoptes.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException($"no Panoptes.slnx above {AppContext.BaseDirectory}");
    }

    private static IReadOnlyList<string> List()
    {
        var tracked = Path.Exists(Path.Combine(Root, ".git")) ? Git("ls-files", "-z") : null;
        return tracked is null
            ? [.. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Root, path))
                .Where(path => !path.StartsWith("artifacts/") && !path.StartsWith(".git/") && !path.StartsWith("runs/"))]
            : [.. tracked.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(file => File.Exists(Path.Combine(Root, file)))];
    }

    private static string? Git(params string[] arguments)
    {
        try
        {
            // The owner of a checkout in a container is often another user: that is no reason to distrust it here.
            var start = new ProcessStartInfo(
                "git", ["-c", $"safe.directory={Root}", "-C", Root, .. arguments])
            { RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            var text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? text : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
