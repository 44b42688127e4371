using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Events;
using Panoptes.Foundation;
using Panoptes.Studies.Cells;
using Panoptes.Studies.Records;

namespace Panoptes.Studies.Folders;

/// <summary>
/// Whether a cell is done: its final step, a final evaluation of the same configuration, checkpoints with the checksums of its result, and
/// the fingerprint that was planned. That a checkpoint lies there proves nothing.
/// </summary>
public static class CellProof
{
    /// <summary>What a result lacks; null where it is proved.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="result">Its result.</param>
    /// <param name="readsFiles">Whether files are read again for their checksums; else their presence and sizes have to do.</param>
    public static string? Lacks(PlannedCell cell, CellFolder folder, CellResultFile result, bool readsFiles)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(result);
        if (result.Fingerprint != cell.Fingerprint)
        {
            return $"its result is of the configuration {Short(result.Fingerprint)}, planned is {Short(cell.Fingerprint)}";
        }

        if (result.Step != cell.Steps)
        {
            return $"its result is of step {result.Step} of {cell.Steps}";
        }

        if (result.Metrics.Count == 0)
        {
            return "its result has no numbers";
        }

        foreach (var artifact in result.Artifacts)
        {
            var file = new FileInfo(Path.Combine(folder.FullPath, artifact.File));
            if (!file.Exists)
            {
                return $"{artifact.File} is missing";
            }

            if (file.Length != artifact.Bytes)
            {
                return $"{artifact.File} has {file.Length} bytes, had {artifact.Bytes}";
            }

            if (readsFiles && FileHash.Sha256(file.FullName) != artifact.Sha256)
            {
                return $"{artifact.File} has another checksum than when it was published";
            }
        }

        return null;
    }

    /// <summary>Gathers the proof from a run that has ended.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="attempt">The attempt whose run it is.</param>
    /// <param name="split">The split that it is judged on.</param>
    /// <exception cref="InputException">Something is missing; says what.</exception>
    public static CellResultFile Gather(PlannedCell cell, CellFolder folder, AttemptFolder attempt, string split)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(attempt);
        var history = RunHistory.Read(attempt.RunEvents);
        if (history.LastStep != cell.Steps && !history.Events.OfType<AttemptEnded>().Any(end => end.Reason is "completed" or "early"))
        {
            throw new InputException(attempt.Run, $"step {history.LastStep}", $"step {cell.Steps}, the last", "run the cell again");
        }

        var file = Path.Combine(attempt.Run, "evaluation", $"{split}.json");
        if (!File.Exists(file))
        {
            throw new InputException(attempt.Run, $"no evaluation of {split}", "the final one", "run the cell again");
        }

        var evaluation = EvaluationFile.Read(file);
        var seconds = history.Evaluations(split).Sum(point => point.Seconds);
        return new CellResultFile
        {
            Cell = cell.Id,
            Fingerprint = cell.Fingerprint,
            Token = attempt.Token,
            Step = cell.Steps,
            Run = Path.GetRelativePath(folder.FullPath, attempt.Run),
            Evaluation = Path.GetRelativePath(folder.FullPath, file),
            Split = split,
            WeightsStep = evaluation.Step,
            Metrics = evaluation.Kinds.Count > 0 ? evaluation.Kinds[0].Metrics : [],
            Artifacts =
            [
                .. new[] { file, Path.Combine(attempt.Run, "config.resolved.json") }
                    .Concat(Checkpoints(attempt)).Where(File.Exists).Select(path => Artifact(folder, path)),
            ],
            TrainSeconds = Math.Max(0, history.Seconds - seconds),
            EvaluationSeconds = seconds + evaluation.Seconds,
            PeakMemoryMib = Peak(history),
            Device = DeviceOf(attempt),
        };
    }

    /// <summary>Highest memory that a run logged, of the device where there is one; null where it logged none.</summary>
    public static double? Peak(RunHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        double[] all = [.. history.Training.Select(point => point.DeviceMemoryMib ?? point.MemoryMib).Where(value => value > 0)];
        return all.Length == 0 ? null : all.Max();
    }

    private static IEnumerable<string> Checkpoints(AttemptFolder attempt)
    {
        var folder = Path.Combine(attempt.Run, "checkpoints");
        return Directory.Exists(folder) ? Directory.GetFiles(folder, "*.safetensors").Order(StringComparer.Ordinal) : [];
    }

    private static string DeviceOf(AttemptFolder attempt)
    {
        try
        {
            return Experiments.Runs.RunFolder.Existing(attempt.Run).ReadEnvironment() is { } environment
                ? environment.Device == "cpu" ? environment.Cpu : environment.Device
                : "";
        }
        catch (InputException)
        {
            return "";
        }
    }

    private static ArtifactRecord Artifact(CellFolder folder, string path) =>
        new(Path.GetRelativePath(folder.FullPath, path), FileHash.Sha256(path), new FileInfo(path).Length);

    private static string Short(string fingerprint) => fingerprint.Length > 8 ? fingerprint[..8] : fingerprint;
}
