using System.Globalization;
using Panoptes.Foundation;

namespace Panoptes.Studies.Launchers;

/// <summary>
/// The folder of one submission: the script, which cell each task is, and what the scheduler said. A job that is interrupted submits itself
/// again from it, and tells there which job it has become.
/// </summary>
internal sealed class JobFolder
{
    private const string Script = "job.sh";
    private const string Cells = "cells.tsv";
    private const string Moved = "moved.";

    private JobFolder(string path) => FullPath = path;

    /// <summary>The folder, a full path.</summary>
    public string FullPath { get; }

    /// <summary>The script's path.</summary>
    public string ScriptPath => Path.Combine(FullPath, Script);

    /// <summary>Makes a new one below a folder.</summary>
    public static JobFolder Make(string parent, string scheduler)
    {
        Directory.CreateDirectory(parent);
        var time = DateTime.UtcNow.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var path = Path.GetFullPath(Path.Combine(parent, $"{scheduler}-{time}-{Guid.NewGuid():N}"[..(scheduler.Length + 22)]));
        Directory.CreateDirectory(path);
        return new JobFolder(path);
    }

    /// <summary>One that is not made, to show what it would hold.</summary>
    public static JobFolder Shown(string parent, string scheduler) =>
        new(Path.GetFullPath(Path.Combine(parent, $"{scheduler}-TIME")));

    /// <summary>Writes the script and the table of tasks.</summary>
    public void Write(string script, IReadOnlyList<JobRequest> requests)
    {
        AtomicFile.WriteText(Path.Combine(FullPath, Cells), Table(requests));
        AtomicFile.WriteText(ScriptPath, script);
    }

    /// <summary>
    /// Which cell each task is, a line each: its number from 1, the cell, its fingerprint, its log and its command as bash reads it.
    /// </summary>
    /// <exception cref="InputException">The log's path cannot stand in a line.</exception>
    public static string Table(IReadOnlyList<JobRequest> requests)
    {
        foreach (var request in requests)
        {
            OptionLines.Check($"the log of {request.Name}", request.Log);
        }

        return string.Concat(requests.Select((request, i) => string.Join(
            '\t', (i + 1).ToString(CultureInfo.InvariantCulture), request.Cell, Or(request.Fingerprint),
            Path.GetFullPath(request.Log), ShellText.Join([request.Command.Program, .. request.Command.Arguments])) + "\n"));
    }

    /// <summary>Keeps what a scheduler's program said.</summary>
    public void Keep(string program, IReadOnlyList<string> arguments, ProgramAnswer answer) => File.AppendAllText(
        Path.Combine(FullPath, "submit.log"),
        $"{DateTime.UtcNow:yyyy-MM-ddTHH:mm:ssZ} {ShellText.Join([program, .. arguments])}\nexit code {answer.Code}\n"
            + $"{answer.Output.TrimEnd()}\n{answer.Error.TrimEnd()}\n");

    /// <summary>Which job each one has become that was submitted again, in the submissions below a folder.</summary>
    public static IReadOnlyDictionary<string, string> Successors(string parent, string scheduler)
    {
        var successors = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!Directory.Exists(parent))
        {
            return successors;
        }

        foreach (var folder in Directory.EnumerateDirectories(parent, $"{scheduler}-*"))
        {
            foreach (var file in Directory.EnumerateFiles(folder, $"{Moved}*"))
            {
                if (File.ReadAllText(file).Trim() is { Length: > 0 } successor)
                {
                    successors[Path.GetFileName(file)[Moved.Length..]] = successor;
                }
            }
        }

        return successors;
    }

    /// <summary>The newest job that one has become.</summary>
    public static string Newest(string job, IReadOnlyDictionary<string, string> successors)
    {
        // A chain cannot be longer than there are jobs: whoever wrote a circle by hand is not followed for ever.
        for (var i = 0; i < successors.Count && successors.TryGetValue(job, out var next); i++)
        {
            job = next;
        }

        return job;
    }

    // Bash takes tabs that follow each other for one.
    private static string Or(string text) => text.Length > 0 ? text : "-";
}
