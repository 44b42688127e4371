using Panoptes.Foundation;

namespace Panoptes.Training.Checkpoints;

/// <summary>
/// A folder of checkpoints: <c>step_00000500.safetensors</c>, the newest few of them, and <c>best.safetensors</c>. Every file is
/// written beside and renamed, so a kill or a full disk never costs one that is there. One process at a time may use a folder.
/// </summary>
public sealed class CheckpointStore
{
    private readonly CheckpointFolder files;
    private readonly int keep;
    private readonly Action<string> say;

    /// <summary>Opens a folder, makes it where missing, and removes what killed processes left half-written.</summary>
    /// <param name="folder">Where checkpoints are.</param>
    /// <param name="keep">Newest checkpoints kept, at least 2.</param>
    /// <param name="say">Takes a line when something unusual is found, such as a damaged checkpoint.</param>
    public CheckpointStore(string folder, int keep, Action<string> say)
    {
        ArgumentNullException.ThrowIfNull(say);
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 2);
        (files, this.keep, this.say) = (new CheckpointFolder(folder), keep, say);
        Directory.CreateDirectory(Folder);
        foreach (var leftover in Directory.EnumerateFiles(Folder, ".*.safetensors.*.tmp"))
        {
            File.Delete(leftover);
        }
    }

    /// <summary>The folder.</summary>
    public string Folder => files.FullPath;

    /// <summary>Where the best model is, if there was one yet.</summary>
    public string BestPath => files.BestPath;

    /// <summary>The checkpoints by step, oldest first; none is opened.</summary>
    public IReadOnlyList<(long Step, string Path)> List() => files.List();

    /// <summary>Where the checkpoint of a step is, or would be.</summary>
    public string PathOf(long step) => files.PathOf(step);

    /// <summary>Writes a checkpoint, then removes the ones that are no longer kept.</summary>
    /// <exception cref="InputException">It cannot be written; the earlier ones are untouched.</exception>
    public void Save(Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        Write(checkpoint, PathOf(checkpoint.Manifest.Progress.Step));
        foreach (var (_, path) in List().SkipLast(keep))
        {
            File.Delete(path);
        }
    }

    /// <summary>Writes the best model's checkpoint in place of the former best.</summary>
    /// <exception cref="InputException">It cannot be written; the former best is untouched.</exception>
    public void SaveBest(Checkpoint checkpoint) => Write(checkpoint, BestPath);

    /// <summary>
    /// Reads the newest checkpoint that is whole; the best one where a training was killed before it saved a step. Damaged ones are said
    /// aloud with the reason and set aside as <c>.damaged</c>, so that they no longer count among those kept.
    /// </summary>
    /// <returns>The checkpoint, to be disposed; null where there never was one.</returns>
    /// <exception cref="InputException">Every checkpoint of a step was damaged; names the best one where that is whole.</exception>
    public Checkpoint? NewestValid()
    {
        InputException? first = null;
        var newest = files.NewestWhole((entry, damaged) =>
        {
            first ??= damaged;
            say($"the checkpoint of step {entry.Step} cannot be used: {damaged.Message}");
            CheckpointFolder.PutAside(entry.Path);
        });
        if (newest is not null)
        {
            if (first is not null)
            {
                var step = newest.Manifest.Progress.Step;
                say($"going on from the older checkpoint of step {step}, {PathOf(step)}");
            }

            return newest;
        }

        if (first is not null || files.HasSetAside)
        {
            throw files.NoneWhole(toGoOn: true, first);
        }

        if (!File.Exists(BestPath))
        {
            return null;
        }

        var best = CheckpointFolder.TryRead(BestPath, out var reason) ?? throw files.NoneWhole(toGoOn: true, reason);
        say($"there is no checkpoint of a step: going on from {BestPath}, of step {best.Manifest.Progress.Step}");
        return best;
    }

    /// <summary>
    /// Looks whether the best checkpoint is there and whole. Where it is not, it is made again from the checkpoint of its step, which is
    /// the same.
    /// </summary>
    /// <param name="step">The step of the best score.</param>
    /// <returns>False where the weights of the best score are lost; said aloud.</returns>
    public bool HasBest(long step)
    {
        InputException? damaged = null;
        if (File.Exists(BestPath))
        {
            using var best = CheckpointFolder.TryRead(BestPath, out damaged);
            if (best is not null)
            {
                return true;
            }

            CheckpointFolder.PutAside(BestPath);
        }

        var found = damaged is null ? $"{BestPath} is missing" : $"the best checkpoint cannot be used: {damaged.Message}";
        if (File.Exists(PathOf(step)))
        {
            using var same = CheckpointFolder.TryRead(PathOf(step), out _);
            if (same is not null)
            {
                SaveBest(same);
                say($"{found}; made again from the checkpoint of step {step}");
                return true;
            }
        }

        say($"{found}; the best weights so far, of step {step}, are lost: the best of the evaluations to come is kept");
        return false;
    }

    /// <summary>
    /// Keeps the best model of a stage that is over under the stage's name, where there is one: the next stage has a best of its own.
    /// </summary>
    public void KeepBest(string stage)
    {
        if (File.Exists(BestPath))
        {
            AtomicFile.Write(files.BestPathOf(stage), stream =>
            {
                using var best = File.OpenRead(BestPath);
                best.CopyTo(stream);
            });
        }
    }

    /// <summary>The best model of a stage that is over, to be disposed; null where it had none.</summary>
    /// <exception cref="InputException">It is damaged.</exception>
    public Checkpoint? BestOf(string stage) => File.Exists(files.BestPathOf(stage)) ? Checkpoint.Read(files.BestPathOf(stage)) : null;

    private static void Write(Checkpoint checkpoint, string path)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        try
        {
            // .NET reports a file too big for the file system as an argument out of range.
            checkpoint.Write(path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            throw new InputException(
                path, $"a file that cannot be written ({refused.Message})", "room and permission for it",
                "make room and start the same command again: the earlier checkpoints are intact", refused);
        }
    }
}
