namespace Panoptes.Studies.Leases.Processes;

/// <summary>A line of <c>/proc/PID/stat</c> (proc(5)).</summary>
/// <param name="State">Its state: <c>Z</c> for one that has ended and was not waited for.</param>
/// <param name="Threads">Its threads.</param>
/// <param name="Started">When it started, in ticks since the boot.</param>
internal sealed record ProcessStatus(char State, long Threads, long Started)
{
    // Counted from the state, the first field behind the name, which may hold blanks and brackets itself.
    private const int ThreadsAt = 17;
    private const int StartedAt = 19;

    /// <summary>Reads a process's; null where there is no such process or nothing about it may be read.</summary>
    public static ProcessStatus? Read(int process)
    {
        try
        {
            return Parse(File.ReadAllText($"/proc/{process}/stat"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Takes a line apart; null where it is none.</summary>
    internal static ProcessStatus? Parse(string line)
    {
        var fields = line[(line.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > StartedAt && long.TryParse(fields[ThreadsAt], out var threads)
            && long.TryParse(fields[StartedAt], out var started)
            ? new ProcessStatus(fields[0][0], threads, started)
            : null;
    }
}
