using System.Runtime.InteropServices;
using Panoptes.Cli.CommandLine;

namespace Panoptes.Cli.Doctor;

/// <summary>Processor, memory, disk and the .NET runtime.</summary>
internal static class MachineProbe
{
    private const string Part = "machine";
    private const double Gib = 1024.0 * 1024 * 1024;
    private static readonly string[] TellingFlags = ["avx", "fma", "avx2", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16", "amx_tile"];

    /// <summary>Looks at the machine.</summary>
    public static IEnumerable<Finding> Look()
    {
        var (model, flags) = Processor();
        yield return new(Part, "system", Level.Good, $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}"
            .ToLowerInvariant().Replace("unix", "linux"));
        yield return new(Part, "processor", Level.Good, $"{model}, {Environment.ProcessorCount} core(s) usable");
        yield return Flags(flags);
        yield return Memory();
        yield return Disk(Clone.Root ?? AppContext.BaseDirectory);
        yield return new(
            Part, ".net", Level.Good, $"{RuntimeInformation.FrameworkDescription}, program in {AppContext.BaseDirectory.TrimEnd('/')}");
    }

    private static Finding Flags(IReadOnlyCollection<string> flags)
    {
        var known = TellingFlags.Where(flags.Contains).ToArray();
        var value = known.Length == 0 ? "none of " + string.Join(' ', TellingFlags) : string.Join(' ', known);
        var slow = RuntimeInformation.OSArchitecture == Architecture.X64 && !flags.Contains("avx2");
        return new(Part, "vector instructions", slow ? Level.Warning : Level.Good, slow
            ? $"{value}; no avx2: expect several times the usual times"
            : value);
    }

    private static Finding Memory()
    {
        var total = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Gib;
        var free = KibOf("MemAvailable:") / 1024.0 / 1024.0;
        return new(
            Part, "memory", total < 4 ? Level.Warning : Level.Good,
            $"{total:F1} GiB, {free:F1} GiB free{(total < 4 ? "; training needs about 4 GiB" : "")}");
    }

    private static Finding Disk(string folder)
    {
        var free = new DriveInfo(folder).AvailableFreeSpace / Gib;
        return new(
            Part, "disk", free < 2 ? Level.Warning : Level.Good,
            $"{free:F1} GiB free below {folder}{(free < 2 ? "; a run keeps several checkpoints" : "")}");
    }

    private static (string Model, IReadOnlyCollection<string> Flags) Processor()
    {
        var (model, flags) = ("unknown processor", Array.Empty<string>());
        if (File.Exists("/proc/cpuinfo"))
        {
            foreach (var line in File.ReadLines("/proc/cpuinfo").TakeWhile(line => line.Length > 0))
            {
                var value = line[(line.IndexOf(':') + 1)..].Trim();
                if (line.StartsWith("model name", StringComparison.Ordinal))
                {
                    model = value;
                }
                else if (line.StartsWith("flags", StringComparison.Ordinal) || line.StartsWith("Features", StringComparison.Ordinal))
                {
                    flags = value.Split(' ');
                }
            }
        }

        return (model, flags);
    }

    private static long KibOf(string key)
    {
        var line = File.Exists("/proc/meminfo")
            ? File.ReadLines("/proc/meminfo").FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))
            : null;
        return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
    }
}
