using System.Globalization;

namespace Panoptes.Training.Signals;

/// <summary>Which signals this process was started to ignore, as nohup does with SIGHUP: they are to stay ignored.</summary>
public static class IgnoredSignals
{
    private const string Status = "/proc/self/status";
    private const string Key = "SigIgn:";

    /// <summary>Whether it ignores a signal; false on a system that does not tell.</summary>
    /// <param name="signal">Linux's number of it, 1 to 64.</param>
    public static bool Contains(int signal)
    {
        // A bit a signal, in hexadecimal.
        var line = File.Exists(Status)
            ? File.ReadLines(Status).FirstOrDefault(text => text.StartsWith(Key, StringComparison.Ordinal))
            : null;
        return line is not null
            && ((ulong.Parse(line.AsSpan(Key.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> (signal - 1)) & 1)
                == 1;
    }
}
