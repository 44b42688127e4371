using System.Runtime.InteropServices;

namespace Panoptes.Experiments.Runs;

/// <summary>What a run ran on and how it was started. No environment variables: they may hold secrets.</summary>
public sealed record RunEnvironment
{
    /// <summary>When it was looked at (UTC).</summary>
    public DateTime Utc { get; init; }

    /// <summary>Version of Panoptes.</summary>
    public string Panoptes { get; init; } = "";

    /// <summary>Commit of the working copy it was started in, or null.</summary>
    public string? Commit { get; init; }

    /// <summary>The command line.</summary>
    public IReadOnlyList<string> CommandLine { get; init; } = [];

    /// <summary>The current directory, to which relative paths refer.</summary>
    public string Directory { get; init; } = "";

    /// <summary>Version of the .NET runtime.</summary>
    public string DotNet { get; init; } = "";

    /// <summary>Operating system.</summary>
    public string System { get; init; } = "";

    /// <summary>Host name.</summary>
    public string Host { get; init; } = "";

    /// <summary>Processor model.</summary>
    public string Cpu { get; init; } = "";

    /// <summary>Logical processors that the process may use.</summary>
    public int Cores { get; init; }

    /// <summary>Memory of the machine in MiB, or of the container's limit.</summary>
    public long MemoryMib { get; init; }

    /// <summary>Version of libtorch.</summary>
    public string Libtorch { get; init; } = "";

    /// <summary>The library behind matrix products (libblas.so.3), or null where it cannot be told.</summary>
    public string? Blas { get; init; }

    /// <summary>OpenBLAS's kernel that matrix products ran on, such as Haswell; null where they are another library's.</summary>
    public string? BlasKernel { get; init; }

    /// <summary>Why that kernel.</summary>
    public string? BlasChoice { get; init; }

    /// <summary>Threads of the tensor engine.</summary>
    public int Threads { get; init; }

    /// <summary>The device trained on.</summary>
    public string Device { get; init; } = "";

    /// <summary>Looks at this process and machine.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="libtorch">Version of libtorch.</param>
    /// <param name="threads">Threads of the tensor engine.</param>
    /// <param name="device">The device trained on.</param>
    public static RunEnvironment Look(TimeProvider time, string libtorch, int threads, string device) => new()
    {
        Utc = time.GetUtcNow().UtcDateTime,
        Panoptes = typeof(RunEnvironment).Assembly.GetName().Version?.ToString(3) ?? "unknown",
        Commit = GitCommit(Environment.CurrentDirectory),
        CommandLine = Environment.GetCommandLineArgs(),
        Directory = Environment.CurrentDirectory,
        DotNet = RuntimeInformation.FrameworkDescription,
        System = RuntimeInformation.OSDescription,
        Host = Environment.MachineName,
        Cpu = CpuModel(),
        Cores = Environment.ProcessorCount,
        MemoryMib = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20,
        Libtorch = libtorch,
        Blas = BlasLibrary(),
        Threads = threads,
        Device = device,
    };

    /// <summary>The commit that a folder's working copy stands at, read from its .git, or null.</summary>
    internal static string? GitCommit(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            var git = Path.Combine(at.FullName, ".git");
            if (!File.Exists(Path.Combine(git, "HEAD")))
            {
                continue;
            }

            var head = File.ReadAllText(Path.Combine(git, "HEAD")).Trim();
            if (!head.StartsWith("ref: ", StringComparison.Ordinal))
            {
                return head;
            }

            var name = head["ref: ".Length..];
            var loose = Path.Combine(git, name);
            if (File.Exists(loose))
            {
                return File.ReadAllText(loose).Trim();
            }

            var packed = Path.Combine(git, "packed-refs");
            return File.Exists(packed)
                ? File.ReadLines(packed).FirstOrDefault(line => line.EndsWith(' ' + name))?.Split(' ')[0]
                : null;
        }

        return null;
    }

    private static string CpuModel()
    {
        const string path = "/proc/cpuinfo";
        var line = File.Exists(path)
            ? File.ReadLines(path).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':') + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static string? BlasLibrary()
    {
        const string maps = "/proc/self/maps";
        if (!File.Exists(maps))
        {
            return null;
        }

        string[] names = ["openblas", "libmkl_rt", "libblis", "libblas.so"];
        var loaded = File.ReadLines(
            maps).Select(line => line[(line.LastIndexOf(' ') + 1)..]).Where(path => path.StartsWith('/')).Distinct().ToList();
        return names.Select(name => loaded.FirstOrDefault(path => path.Contains(name, StringComparison.OrdinalIgnoreCase)))
            .FirstOrDefault(path => path is not null);
    }
}
