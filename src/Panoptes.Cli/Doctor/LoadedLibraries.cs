using System.Runtime.InteropServices;

namespace Panoptes.Cli.Doctor;

/// <summary>Which shared libraries this process has mapped, and from where: what is really used, whatever is installed.</summary>
internal static class LoadedLibraries
{
    /// <summary>Full paths of every mapped library, links resolved.</summary>
    public static IReadOnlyList<string> Paths() => !File.Exists("/proc/self/maps")
        ? []
        : [.. File.ReadLines("/proc/self/maps")
            .Where(line => line.IndexOf('/') > 0)
            .Select(line => line[line.IndexOf('/')..])
            .Where(path => Path.GetFileName(path).Contains(".so"))
            .Distinct()];

    /// <summary>The first mapped library whose file name begins so, or null.</summary>
    public static string? Find(params ReadOnlySpan<string> prefixes)
    {
        var paths = Paths();
        foreach (var prefix in prefixes)
        {
            foreach (var path in paths)
            {
                if (Path.GetFileName(path).StartsWith(prefix, StringComparison.Ordinal))
                {
                    return path;
                }
            }
        }

        return null;
    }

    /// <summary>Loads a library by its name, and says where it came from; null where the machine has none.</summary>
    public static string? Load(string name) =>
        NativeLibrary.TryLoad(name, out _) ? Find(Path.GetFileName(name)) ?? Find(name.Split('.')[0]) : null;

    /// <summary>Calls a parameterless function of a loaded library that returns text; null where it has none.</summary>
    public static unsafe string? Text(string library, string function) =>
        NativeLibrary.TryLoad(library, out var handle) && NativeLibrary.TryGetExport(handle, function, out var address)
            ? Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)address)())
            : null;
}
