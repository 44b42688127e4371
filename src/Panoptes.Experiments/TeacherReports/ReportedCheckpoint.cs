using Panoptes.Experiments.Runs;
using Panoptes.Foundation;
using Panoptes.Training.Checkpoints;

namespace Panoptes.Experiments.TeacherReports;

/// <summary>A checkpoint of a run to be looked at.</summary>
/// <param name="Name">Its files, without extension.</param>
/// <param name="Path">The first of them.</param>
/// <param name="Step">Steps of the run that were done.</param>
/// <param name="Stage">The stage in which it was written.</param>
internal sealed record ReportedCheckpoint(string Name, string Path, long Step, string Stage)
{
    /// <summary>Every checkpoint of a step that was kept, the best and the best of each stage; files of one state are one.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="stages">The names of its stages.</param>
    /// <param name="say">Takes a line for each that is damaged.</param>
    /// <returns>In the order of their steps; at least one.</returns>
    /// <exception cref="InputException">None is whole.</exception>
    public static IReadOnlyList<ReportedCheckpoint> Of(RunFolder folder, IReadOnlyList<string> stages, Action<string> say)
    {
        var files = new CheckpointFolder(folder.Checkpoints);
        string[] paths = [.. files.List().Select(entry => entry.Path), .. stages.Select(files.BestPathOf), files.BestPath];
        var found = new List<ReportedCheckpoint>();
        InputException? reason = null;
        foreach (var path in paths.Where(File.Exists))
        {
            using var checkpoint = CheckpointFolder.TryRead(path, out var damaged);
            if (checkpoint is null)
            {
                reason ??= damaged;
                say($"warning: {damaged!.Message}");
                continue;
            }

            found.Add(new ReportedCheckpoint(
                System.IO.Path.GetFileNameWithoutExtension(path), path, checkpoint.Manifest.Progress.Step, checkpoint.Manifest.Stage));
        }

        return found.Count == 0 ? throw files.NoneWhole(toGoOn: false, reason) :
        [
            .. found.GroupBy(one => (one.Step, one.Stage)).Select(same => same.First() with
            {
                Name = string.Join(", ", same.Select(one => one.Name)),
            }).OrderBy(one => one.Step),
        ];
    }
}
