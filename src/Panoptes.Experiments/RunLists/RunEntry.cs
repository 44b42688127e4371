using System.Text.Json;
using Panoptes.Experiments.Runs;

namespace Panoptes.Experiments.RunLists;

/// <summary>A run as a list shows it.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="State">How it stands.</param>
/// <param name="Model">Its model; empty where its summary is not written.</param>
/// <param name="DataSet">Its data set.</param>
/// <param name="Task">What is asked of it.</param>
/// <param name="Score">The number that it is judged by; null before it is measured.</param>
/// <param name="Changed">When its folder last changed (UTC).</param>
public sealed record RunEntry(
    RunFolder Folder, RunState State, string Model, string DataSet, string Task, RunScore? Score, DateTime Changed)
{
    /// <summary>The names of the runs in a folder, by ordinal.</summary>
    /// <param name="folder">The folder that holds the runs.</param>
    /// <param name="words">Only names that contain all of these.</param>
    public static IReadOnlyList<string> Names(string folder, IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return Directory.Exists(folder)
            ?
            [
                .. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)!)
                    .Where(name => words.All(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)))
                    .Where(name => File.Exists(Path.Combine(folder, name, "config.resolved.yaml"))).Order(StringComparer.Ordinal),
            ]
            : [];
    }

    /// <summary>Reads what a list shows of a run: its summary, the end of its log, and the head of an evaluation.</summary>
    /// <param name="path">The run's folder.</param>
    public static RunEntry Read(string path)
    {
        var folder = RunFolder.Existing(path);
        var (model, data, task, untrained) = Summary(folder.Summary);
        return new RunEntry(
            folder, RunState.Of(folder, untrained), model, data, task, RunScore.Of(folder), Directory.GetLastWriteTimeUtc(folder.FullPath));
    }

    // Only four of its values are wanted: the classes are not made.
    private static (string Model, string DataSet, string Task, bool Untrained) Summary(string path)
    {
        if (!File.Exists(path))
        {
            return ("", "", "", false);
        }

        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            string Text(string name) => json.RootElement.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
            return (
                Text("model"), Text("data_set"), Text("task"),
                json.RootElement.TryGetProperty("untrained", out var untrained) && untrained.GetBoolean());
        }
        catch (JsonException)
        {
            return ("", "", "", false);
        }
    }
}
