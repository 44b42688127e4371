using System.Reflection;
using System.Runtime.InteropServices;
using Panoptes.Foundation;
using Panoptes.Tensors.MatrixProducts;

namespace Panoptes.Tensors.Native;

/// <summary>
/// Finds libpanoptes_bridge.so: PANOPTES_BRIDGE, else beside the assembly, else artifacts/native/current of a folder above, else the user's
/// own, which users of packages build.
/// </summary>
internal static partial class BridgeLibrary
{
    public const string FileName = "libpanoptes_bridge.so";

    private static nint s_library;

    /// <summary>The file that was loaded, or null before the first call into libtorch.</summary>
    public static string? LoadedFrom { get; private set; }

    /// <summary>What builds the bridge: a clone's script, or the one that packages put beside a program.</summary>
    public static string Script
    {
        get
        {
            var beside = Path.Combine(AppContext.BaseDirectory, "bridge", "eng", "build-bridge.sh");
            return File.Exists(beside) ? $"'bash {beside}'" : "eng/build-bridge.sh";
        }
    }

    /// <summary>Tells .NET how to find the bridge; runs once, before the first native call.</summary>
    public static void Register() => NativeLibrary.SetDllImportResolver(typeof(BridgeLibrary).Assembly, Resolve);

    /// <summary>The bridge that would be loaded, or null where there is none.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable("PANOPTES_BRIDGE") is { Length: > 0 } named)
        {
            return File.Exists(named) ? named : throw new InputException(
                $"PANOPTES_BRIDGE={named}", "no such file", $"a built {FileName}", "unset PANOPTES_BRIDGE or name an existing bridge");
        }

        var beside = Path.Combine(AppContext.BaseDirectory, FileName);
        if (File.Exists(beside))
        {
            return beside;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var built = Path.Combine(folder.FullName, "artifacts", "native", "current", FileName);
            if (File.Exists(built))
            {
                return built;
            }
        }

        var own = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "panoptes", "native", "current", FileName);
        return File.Exists(own) ? own : null;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != NativeMethods.Library)
        {
            return 0;
        }

        // Asked for every function that is called for the first time.
        if (s_library != 0)
        {
            return s_library;
        }

        var file = Find() ?? throw new InputException(
            FileName, $"no artifacts/native/current/{FileName} above {AppContext.BaseDirectory}", "the bridge to libtorch",
            $"run {Script}, or set PANOPTES_BRIDGE to a built one");
        LimitSpinning();
        if (BlasKernel.ChooseFor(file) is { } kernel)
        {
            _ = SetEnvironment(KernelChooser.Variable, kernel, overwrite: 1);
        }

        try
        {
            s_library = NativeLibrary.Load(file);
            LoadedFrom = file;
            return s_library;
        }
        catch (DllNotFoundException e)
        {
            throw new InputException(
                file, e.Message.ReplaceLineEndings(" ").Trim(), "a bridge whose libtorch can be loaded",
                $"its libtorch may have moved: run {Script} again", e);
        }
    }

    /// <summary>
    /// Lets the threads of libgomp and OpenBLAS spin for tens of microseconds instead of milliseconds before they sleep, unless the user
    /// has chosen. At their defaults each library's waiting threads take the cores from the other's, from the threads that load data and
    /// from other programs, and a step takes up to several times as long (docs/performance.md). Read when the libraries are loaded, so it
    /// is set before.
    /// </summary>
    private static void LimitSpinning()
    {
        if (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null)
        {
            _ = SetEnvironment("GOMP_SPINCOUNT", "2000", overwrite: 0);
        }

        // The logarithm of processor cycles: 2^16 in place of 2^26.
        _ = SetEnvironment("OPENBLAS_THREAD_TIMEOUT", "16", overwrite: 0);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
