using System.Globalization;
using Panoptes.Foundation;

namespace Panoptes.Training;

/// <summary>
/// A folder of checkpoints: <c>step_00000500.safetensors</c>, the newest few of them, and <c>best.safetensors</c>. Every file is
/// written beside and renamed, so a kill or a full disk never costs one that is there. One process at a time may use a folder.
/// </summary>
public sealed class CheckpointStore
{
    private const string Prefix = "step_";
    private const string Extension = ".safetensors";
    private readonly int keep;
    private readonly Action<string> say;

    /// <summary>Opens a folder, makes it where missing, and removes what killed processes left half-written.</summary>
    /// <param name="folder">Where checkpoints are.</param>
    /// <param name="keep">Newest checkpoints kept, at least 2.</param>
    /// <param name="say">Takes a line when something unusual is found, such as a damaged checkpoint.</param>
    public CheckpointStore(string folder, int keep, Action<string> say)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(say);
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 2);
        (Folder, this.keep, this.say) = (Path.GetFullPath(folder), keep, say);
        Directory.CreateDirectory(Folder);
        foreach (var leftover in Directory.EnumerateFiles(Folder, $".*{Extension}.*.tmp"))
        {
            File.Delete(leftover);
        }
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Where the best model is, if there was one yet.</summary>
    public string BestPath => Path.Combine(Folder, "best" + Extension);

    /// <summary>The checkpoints by step, oldest first; none is opened.</summary>
    public IReadOnlyList<(long Step, string Path)> List() =>
        [.. Directory.EnumerateFiles(Folder, $"{Prefix}*{Extension}")
            .Select(path => (Step: StepOf(path), Path: path))
            .Where(entry => entry.Step >= 0)
            .OrderBy(entry => entry.Step)];

    /// <summary>Where the checkpoint of a step is, or would be.</summary>
    public string PathOf(long step) => Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{step:D8}{Extension}"));

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
    /// Reads the newest checkpoint that is whole. Damaged ones are said aloud with the reason and set aside as <c>.damaged</c>, so
    /// that they no longer count among those kept.
    /// </summary>
    /// <returns>The checkpoint, to be disposed; null where there is none at all.</returns>
    /// <exception cref="InputException">There are checkpoints but none is whole.</exception>
    public Checkpoint? NewestValid()
    {
        InputException? last = null;
        foreach (var (step, path) in List().Reverse())
        {
            try
            {
                var checkpoint = Checkpoint.Read(path);
                if (last is not null)
                {
                    say($"going on from the older checkpoint of step {step}, {path}");
                }

                return checkpoint;
            }
            catch (InputException damaged) when (damaged.Expected != Checkpoint.KnownFormat)
            {
                last = damaged;
                say($"the checkpoint of step {step} cannot be used: {damaged.Message}");
                File.Move(path, path + ".damaged", overwrite: true);
            }
        }

        return last is null
            ? null
            : throw new InputException(Folder, "no checkpoint that is whole", "at least one", "remove the folder to start over", last);
    }

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
            throw new InputException(path, $"a file that cannot be written ({refused.Message})", "room and permission for it", "make room and start the same command again: the earlier checkpoints are intact", refused);
        }
    }

    private static long StepOf(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path.AsSpan())[Prefix.Length..];
        return long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : -1;
    }
}
