using System.Runtime.InteropServices;

namespace Panoptes.Studies.Attempts;

/// <summary>A second name of a file, where the file system has such; else a copy.</summary>
internal static partial class HardLink
{
    /// <summary>Makes one.</summary>
    /// <param name="from">The file, which is never written in place.</param>
    /// <param name="to">Its further name.</param>
    public static void Make(string from, string to)
    {
        if (Link(from, to) != 0)
        {
            File.Copy(from, to, overwrite: false);
        }
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string from, string to);
}
