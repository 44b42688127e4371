namespace Panoptes.Bench;

/// <summary>This process's memory as the kernel counts it.</summary>
internal static class ResidentMemory
{
    /// <summary>Resident now, in MiB.</summary>
    public static double Mebibytes() => Status("VmRSS:");

    /// <summary>The most that was ever resident, in MiB.</summary>
    public static double PeakMebibytes() => Status("VmHWM:");

    private static double Status(string key)
    {
        var line = File.ReadLines("/proc/self/status").First(text => text.StartsWith(key, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024;
    }
}
