using System.Runtime.InteropServices;

namespace Panoptes.Foundation.Outputs;

/// <summary>Paths with every link resolved, also of files that are not there yet.</summary>
internal static partial class RealPath
{
    /// <summary>Where a path really leads: what exists of it is resolved, the rest appended.</summary>
    public static string Of(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var rest = "";
        for (var at = full; ; at = Path.GetDirectoryName(at)!)
        {
            if (Resolve(at) is { } real)
            {
                return rest.Length == 0 ? real : Path.Combine(real, rest);
            }

            if (Path.GetDirectoryName(at) is null)
            {
                return full;
            }

            rest = rest.Length == 0 ? Path.GetFileName(at) : Path.Combine(Path.GetFileName(at), rest);
        }
    }

    /// <summary>Where a file would be written: its folder resolved, its own name as it is, since a rename replaces a link itself.</summary>
    public static string OfTarget(string path)
    {
        var full = Path.GetFullPath(path);
        return Path.Combine(Of(Path.GetDirectoryName(full) ?? full), Path.GetFileName(full));
    }

    /// <summary>Whether a resolved path is a resolved folder or lies below it.</summary>
    public static bool IsWithin(string path, string folder) =>
        path == folder
        || path.StartsWith(
            folder.EndsWith(Path.DirectorySeparatorChar) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string? Resolve(string path)
    {
        var memory = Real(path, 0);
        if (memory == 0)
        {
            return null;
        }

        var text = Marshal.PtrToStringUTF8(memory);
        Free(memory);
        return text;
    }

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Real(string path, nint buffer);

    [LibraryImport("libc", EntryPoint = "free")]
    private static partial void Free(nint memory);
}
