using System.Text.RegularExpressions;
using Panoptes.Foundation;
using Panoptes.Tensors;

namespace Panoptes.Cli.Doctor;

/// <summary>The bridge, the libtorch behind it, the BLAS behind that, threads and GPUs: loads them and looks at what came.</summary>
internal static partial class LibtorchProbe
{
    private const string Part = "tensor engine";

    /// <summary>Loads libtorch and looks at it.</summary>
    public static IReadOnlyList<Finding> Look()
    {
        string version;
        try
        {
            version = Libtorch.Version;
        }
        catch (Exception exception) when (exception is InputException or DllNotFoundException or EntryPointNotFoundException
            || exception.InnerException is InputException)
        {
            var cause = exception.InnerException is InputException inner ? inner : exception;
            return [new(Part, "bridge", Level.Lack, cause.Message, "eng/build-bridge.sh")];
        }

        var build = Libtorch.BuildConfiguration;
        var (threads, blasThreads) = (Threads.Count, BlasKernel.Threads);
        return
        [
            new(Part, "bridge", Level.Good, Libtorch.BridgePath ?? "none"),
            new(
                Part, "libtorch", Level.Good,
                $"{version}, {LoadedLibraries.Find("libtorch_cpu.so") ?? "path unknown"}, {(Cuda.IsBuilt ? "CUDA and CPU" : "CPU only")}"),
            new(Part, "instruction set", Level.Good, Match(CpuCapability(), build) ?? "not stated by this libtorch"),
            Blas(build),
            .. BlasProbe.Look(Part),
            OneDnn(build),
            new(Part, "threads", Level.Good, $"train.threads 0 means {Environment.ProcessorCount}; libtorch by itself would use "
                + $"{threads}, OpenBLAS {blasThreads}; OMP_NUM_THREADS {Environment.GetEnvironmentVariable("OMP_NUM_THREADS") ?? "unset"}"),
            .. Gpus(),
        ];
    }

    private static Finding Blas(string build)
    {
        // A PyTorch installation carries MKL inside; Debian's takes what libblas.so.3 is.
        var path = LoadedLibraries.Find("libopenblas", "libblas.so", "libblis", "libmkl", "libatlas");
        if (path is null)
        {
            return new(Part, "BLAS", Level.Good, $"inside libtorch{(Match(BlasInfo(), build) is { } info ? $" ({info})" : "")}");
        }

        var all = string.Join(", ", LoadedLibraries.Paths().Where(file => BlasFile().IsMatch(Path.GetFileName(file))));
        var reference = !LoadedLibraries.Paths().Any(file => FastBlas().IsMatch(file));
        return reference
            ? new(Part, "BLAS", Level.Warning, $"{all}: the reference BLAS, tens of times slower", $"{PackagesProbe.Sudo}apt-get install "
                + $"-y libopenblas0-pthread && {PackagesProbe.Sudo}update-alternatives --auto "
                    + $"libblas.so.3-{Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(path)) ?? "")}")
            : new(Part, "BLAS", Level.Good, all);
    }

    private static Finding OneDnn(string build)
    {
        var path = LoadedLibraries.Find("libdnnl");
        var version = Match(OneDnnVersion(), build);
        return Libtorch.HasOneDnn
            ? new(Part, "oneDNN", Level.Good, $"{version ?? "version not stated"}, {path ?? "inside libtorch"}")
            : new(
                Part, "oneDNN", Level.Warning, "not in this libtorch: convolutions are several times slower",
                "use Debian's libtorch-dev, or set PANOPTES_LIBTORCH to a build with oneDNN");
    }

    private static IEnumerable<Finding> Gpus()
    {
        if (!Cuda.IsBuilt)
        {
            yield return new(
                Part, "CUDA", Level.Good,
                "not in this libtorch; for a GPU set PANOPTES_LIBTORCH to the torch folder of a PyTorch installation with CUDA");
            yield break;
        }

        if (!Cuda.IsAvailable)
        {
            yield return new(
                Part, "CUDA", Level.Warning, "in this libtorch, but no GPU can be used",
                "look at nvidia-smi: a driver and a GPU are needed");
            yield break;
        }

        for (var index = 0; index < Cuda.DeviceCount; index++)
        {
            var memory = Cuda.MemoryStatistics(index);
            yield return new(
                Part, $"cuda:{index}", Level.Good,
                memory is null ? "usable" : $"usable, {memory.Value.Reserved / (1024.0 * 1024):F0} MiB reserved by this process");
        }
    }

    private static string? Match(Regex pattern, string text) =>
        pattern.Match(text) is { Success: true } match ? match.Groups[1].Value.Trim() : null;

    [GeneratedRegex(@"CPU capability usage: *(\S+)")]
    private static partial Regex CpuCapability();

    [GeneratedRegex(@"BLAS_INFO=(\w+)")]
    private static partial Regex BlasInfo();

    [GeneratedRegex(@"(?:MKL-DNN|oneDNN) v?([0-9.]+)")]
    private static partial Regex OneDnnVersion();

    [GeneratedRegex("^lib(openblas|blas|blis|mkl|atlas|cblas)")]
    private static partial Regex BlasFile();

    [GeneratedRegex("openblas|blis|mkl|atlas")]
    private static partial Regex FastBlas();
}
