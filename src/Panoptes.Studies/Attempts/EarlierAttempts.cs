using Panoptes.Studies.Folders;
using Panoptes.Studies.Records;

namespace Panoptes.Studies.Attempts;

/// <summary>
/// What an attempt takes over from those before it. A run is taken over as it stands at that moment: nobody but its own attempt writes into
/// it, however late.
/// </summary>
internal static class EarlierAttempts
{
    private const string Checkpoints = "checkpoints";
    private const string Lock = "run.lock";

    /// <summary>The newest earlier attempt that has a run, since somebody last asked for the cell anew; null where there is none.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="token">The token of the attempt that goes on.</param>
    public static AttemptFolder? Newest(CellFolder cell, long token)
    {
        var anew = CellHistory.Read(cell).Of<WantedNote>().Where(note => note.Anew).Select(note => note.Attempt).DefaultIfEmpty(0).Max();
        return cell.Begun().LastOrDefault(
            attempt => attempt.Token < token && attempt.Token > anew && File.Exists(Path.Combine(attempt.Run, "config.resolved.yaml")));
    }

    /// <summary>Takes a run over: checkpoints, which are never written in place, by hard links; all else as copies.</summary>
    /// <param name="from">The earlier attempt.</param>
    /// <param name="to">The attempt that goes on; its run is there whole, or not at all.</param>
    public static void TakeOver(AttemptFolder from, AttemptFolder to)
    {
        var partial = to.Run + ".partial";
        Copy(from.Run, partial);
        Directory.Move(partial, to.Run);
    }

    /// <summary>Removes the checkpoints of attempts before one whose result is published; their logs stay.</summary>
    public static void Prune(CellFolder cell, long token)
    {
        foreach (var attempt in cell.Begun().Where(attempt => attempt.Token < token))
        {
            var folder = Path.Combine(attempt.Run, Checkpoints);
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        var links = Path.GetFileName(to) == Checkpoints;
        foreach (var file in Directory.GetFiles(from).Where(file => Path.GetFileName(file) != Lock))
        {
            var target = Path.Combine(to, Path.GetFileName(file));
            try
            {
                if (links)
                {
                    HardLink.Make(file, target);
                }
                else
                {
                    File.Copy(file, target);
                }
            }
            catch (FileNotFoundException)
            {
                // Whoever still writes there has replaced or removed it meanwhile.
            }
        }

        foreach (var folder in Directory.GetDirectories(from))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }
}
