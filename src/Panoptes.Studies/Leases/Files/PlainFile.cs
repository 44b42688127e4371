using System.Runtime.InteropServices;
using Panoptes.Foundation;

namespace Panoptes.Studies.Leases.Files;

/// <summary>
/// Files by the system's own calls. A stream of .NET would lock every file that it opens (flock), which hangs on some network file systems.
/// A file whose handle the server no longer knows (ESTALE) is one that is not there.
/// </summary>
internal static partial class PlainFile
{
    /// <summary>The error number of an exception of this class, or of one of .NET that it has no name for.</summary>
    internal const int Stale = 116; // ESTALE

    private const int NotAllowed = 1; // EPERM
    private const int Absent = 2; // ENOENT
    private const int Interrupted = 4; // EINTR
    private const int Denied = 13; // EACCES
    private const int Exists = 17; // EEXIST
    private const int NotAFolder = 20; // ENOTDIR
    private const int AFolder = 21; // EISDIR
    private const int ReadOnly = 30; // EROFS
    private const int NotThere = 38; // ENOSYS
    private const int NotSupported = 95; // EOPNOTSUPP
    private const int WriteOnly = 1;
    private const int MakeNew = 0x40 | 0x80; // O_CREAT | O_EXCL
    private const int CloseOnExec = 0x80000;
    private const int Longest = 1 << 20;

    /// <summary>Reads a file; null where there is none, nothing where it is a folder.</summary>
    public static byte[]? Read(string path)
    {
        var descriptor = Open(path, CloseOnExec, 0);
        if (descriptor < 0)
        {
            return IsGone() ? null : throw Failure(path);
        }

        try
        {
            var content = new byte[512];
            for (var length = 0; length < Longest;)
            {
                if (length == content.Length)
                {
                    Array.Resize(ref content, 2 * length);
                }

                var count = Read(descriptor, ref content[length], content.Length - length);
                if (count == 0)
                {
                    return content[..length];
                }

                if (count < 0 && Marshal.GetLastPInvokeError() is var error and not Interrupted)
                {
                    return error == AFolder ? [] : IsGone() ? null : throw Failure(path);
                }

                length += (int)Math.Max(0, count);
            }

            return content;
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>Makes a file that is on disk, whole, once this returns.</summary>
    /// <returns>False where there is one already, or no folder.</returns>
    public static bool Create(string path, ReadOnlySpan<byte> content, UnixFileMode mode)
    {
        var descriptor = Open(path, WriteOnly | MakeNew | CloseOnExec, (int)mode);
        if (descriptor < 0)
        {
            return Marshal.GetLastPInvokeError() == Exists || IsGone() ? false : throw Failure(path);
        }

        try
        {
            // Some file systems have no modes; what the files are for does not depend on them.
            _ = Change(descriptor, (int)mode);
            Write(descriptor, content, path);
            return Sync(descriptor) == 0 || IsGone() ? true : throw Failure(path);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>Writes over the beginning of a file.</summary>
    /// <returns>False where there is none.</returns>
    public static bool Overwrite(string path, ReadOnlySpan<byte> content)
    {
        var descriptor = Open(path, WriteOnly | CloseOnExec, 0);
        if (descriptor < 0)
        {
            return IsGone() ? false : throw Failure(path);
        }

        var isWritten = false;
        try
        {
            Write(descriptor, content, path);
            isWritten = true;
        }
        finally
        {
            // On a network file system it is the closing that takes the content to the server.
            isWritten &= Close(descriptor) == 0;
        }

        return isWritten || IsGone() ? isWritten : throw Failure(path);
    }

    /// <summary>Gives a file a second name, in one step of which one of many succeeds.</summary>
    /// <returns>False where the name is taken, or either folder is gone.</returns>
    /// <exception cref="InputException">The file system has no hard links.</exception>
    public static bool Link(string from, string to)
    {
        if (MakeLink(from, to) == 0)
        {
            return true;
        }

        return Marshal.GetLastPInvokeError() switch
        {
            Exists => false,
            NotAllowed or NotThere or NotSupported => throw new InputException(
                Path.GetDirectoryName(to)!, "a file system without hard links", "one that has them, for leases in files",
                "keep the leases in a database (leases.backend: database), or the study on another file system"),
            _ => IsGone() ? false : throw Failure(to),
        };
    }

    /// <summary>Takes a name away, where it is there and that is allowed.</summary>
    public static void Remove(string path) => _ = Unlink(path);

    /// <summary>Makes names in a folder last; some file systems cannot.</summary>
    public static void SyncFolder(string folder)
    {
        var descriptor = Open(folder, CloseOnExec, 0);
        if (descriptor >= 0)
        {
            _ = Sync(descriptor);
            _ = Close(descriptor);
        }
    }

    private static void Write(int descriptor, ReadOnlySpan<byte> content, string path)
    {
        while (content.Length > 0)
        {
            var count = Write(descriptor, in content[0], content.Length);
            if (count < 0 && Marshal.GetLastPInvokeError() != Interrupted)
            {
                throw Failure(path);
            }

            content = content[(int)Math.Max(0, count)..];
        }
    }

    private static bool IsGone() => Marshal.GetLastPInvokeError() is Absent or Stale or NotAFolder;

    private static Exception Failure(string path)
    {
        var error = Marshal.GetLastPInvokeError();
        var message = Marshal.GetPInvokeErrorMessage(error);
        return error is NotAllowed or Denied or ReadOnly
            ? new InputException(
                path, $"a file that may not be read or written ({message})", "one that whoever works on the study may read and write",
                "let the study's folder be writable by the group (chmod -R g+rwX)")
            : new IOException($"{path}: {message}", error);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int descriptor, ref byte content, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, in byte content, nint count);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "fchmod")]
    private static partial int Change(int descriptor, int mode);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int MakeLink(string from, string to);

    [LibraryImport("libc", EntryPoint = "unlink", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unlink(string path);
}
