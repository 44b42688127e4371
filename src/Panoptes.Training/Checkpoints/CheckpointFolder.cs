using System.Globalization;
using Panoptes.Foundation;

namespace Panoptes.Training.Checkpoints;

/// <summary>
/// The checkpoints in a folder, to be read only: <c>step_00000500.safetensors</c> and the like, and <c>best.safetensors</c>.
/// </summary>
public sealed class CheckpointFolder
{
    private const string Prefix = "step_";
    private const string Extension = ".safetensors";
    private const string SetAside = ".damaged";

    /// <summary>Names a folder, which need not exist.</summary>
    public CheckpointFolder(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FullPath = Path.GetFullPath(path);
    }

    /// <summary>The folder.</summary>
    public string FullPath { get; }

    /// <summary>Where the best model is, if there was one yet.</summary>
    public string BestPath => Path.Combine(FullPath, "best" + Extension);

    /// <summary>Where the best model of a stage that is over is, if there was one.</summary>
    public string BestPathOf(string stage) => Path.Combine(FullPath, $"best_{stage}{Extension}");

    /// <summary>The checkpoints by step, oldest first; none is opened.</summary>
    public IReadOnlyList<(long Step, string Path)> List() => !Directory.Exists(FullPath) ? [] :
        [.. Directory.EnumerateFiles(FullPath, $"{Prefix}*{Extension}")
            .Select(path => (Step: StepOf(path), Path: path))
            .Where(entry => entry.Step >= 0)
            .OrderBy(entry => entry.Step)];

    /// <summary>Where the checkpoint of a step is, or would be.</summary>
    public string PathOf(long step) => Path.Combine(FullPath, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{step:D8}{Extension}"));

    /// <summary>Reads the newest checkpoint of a step that is whole.</summary>
    /// <param name="damaged">Told of every newer one that is not, and why.</param>
    /// <returns>The checkpoint, to be disposed; null where none is whole.</returns>
    /// <exception cref="InputException">One is of a version that is not known here.</exception>
    public Checkpoint? NewestWhole(Action<(long Step, string Path), InputException> damaged)
    {
        ArgumentNullException.ThrowIfNull(damaged);
        foreach (var entry in List().Reverse())
        {
            if (TryRead(entry.Path, out var reason) is { } checkpoint)
            {
                return checkpoint;
            }

            damaged(entry, reason!);
        }

        return null;
    }

    /// <summary>Reads a checkpoint that may be damaged.</summary>
    /// <param name="path">The file.</param>
    /// <param name="damaged">Why it cannot be used; null where it can.</param>
    /// <returns>The checkpoint, to be disposed, or null.</returns>
    /// <exception cref="InputException">It is of a version that is not known here.</exception>
    public static Checkpoint? TryRead(string path, out InputException? damaged)
    {
        damaged = null;
        try
        {
            return Checkpoint.Read(path);
        }
        catch (InputException reason) when (reason.Expected != Checkpoint.KnownFormat)
        {
            damaged = reason;
            return null;
        }
    }

    /// <summary>Renames a damaged checkpoint, so that it no longer counts among those kept.</summary>
    internal static void PutAside(string path) => File.Move(path, path + SetAside, overwrite: true);

    /// <summary>Whether any checkpoint was set aside as damaged.</summary>
    internal bool HasSetAside => Directory.Exists(FullPath) && Directory.EnumerateFiles(FullPath, $"*{Extension}{SetAside}").Any();

    /// <summary>The error where no checkpoint of a step can be used: says what else is whole, and how to keep it.</summary>
    /// <param name="toGoOn">Whether a training was to go on, rather than weights to be used.</param>
    /// <param name="cause">Why the newest cannot be used; null where there is none.</param>
    public InputException NoneWhole(bool toGoOn, InputException? cause = null)
    {
        var steps = cause is null && !HasSetAside ? "no checkpoint of a step" : "no checkpoint of a step that is whole";
        if (!File.Exists(BestPath))
        {
            return new InputException(
                FullPath, $"{steps}, and no {Path.GetFileName(BestPath)}", "a whole checkpoint", Remedy(toGoOn), cause);
        }

        using var best = TryRead(BestPath, out var reason);
        if (best is null)
        {
            return new InputException(
                FullPath, $"{steps}, and {Path.GetFileName(BestPath)} damaged too ({reason!.Found})", "a whole checkpoint", Remedy(toGoOn),
                reason);
        }

        var step = best.Manifest.Progress.Step;
        return new InputException(
            FullPath,
            $"{steps}, but {Path.GetFileName(BestPath)}, of step {step}, is whole",
            toGoOn ? "a whole checkpoint of a step to go on from" : "a whole checkpoint of a step, as the last",
            toGoOn
                ? $"go on from the best with 'cp {BestPath} {PathOf(step)}' and the same command, or use it with eval and predict"
                : "use it with --weights best",
            cause);
    }

    private static string Remedy(bool toGoOn) => toGoOn
        ? "copy one back from a backup, or train again under another name with run.name=..."
        : "copy one back from a backup, or train the run";

    private static long StepOf(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path.AsSpan())[Prefix.Length..];
        return long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : -1;
    }
}
