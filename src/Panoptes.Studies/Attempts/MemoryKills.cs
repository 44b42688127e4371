using System.Globalization;

namespace Panoptes.Studies.Attempts;

/// <summary>How many processes the system has ended for want of memory in this process's control group.</summary>
internal static class MemoryKills
{
    /// <summary>The number so far; 0 where the system does not tell.</summary>
    public static long Count()
    {
        try
        {
            var group = File.ReadLines("/proc/self/cgroup").Select(line => line.Split(':', 3))
                .FirstOrDefault(parts => parts is ["0", "", _])?[2] ?? "/";
            return File.ReadLines($"/sys/fs/cgroup{group}/memory.events")
                .Where(line => line.StartsWith("oom_kill ", StringComparison.Ordinal))
                .Select(line => long.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture)).FirstOrDefault();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or FormatException)
        {
            return 0;
        }
    }
}
