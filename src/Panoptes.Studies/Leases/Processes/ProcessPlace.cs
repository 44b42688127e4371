using System.Runtime.InteropServices;

namespace Panoptes.Studies.Leases.Processes;

/// <summary>
/// Within which a process number means one process: a host, a boot of it, and a namespace of process numbers. Containers of one host that
/// call themselves alike do not see each other's processes.
/// </summary>
/// <param name="Host">The host.</param>
/// <param name="Boot">The boot's id; empty where it is not known.</param>
/// <param name="Space">The namespace of process numbers; empty where it is not known.</param>
internal sealed partial record ProcessPlace(string Host, string Boot, string Space)
{
    private const int NoSuchProcess = 3; // ESRCH

    /// <summary>Where this process is.</summary>
    public static ProcessPlace Here { get; } = new(
        Environment.MachineName, Read(() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()),
        Read(() => new FileInfo("/proc/self/ns/pid").LinkTarget));

    /// <summary>Where an owner is: here, or nowhere that could be looked at.</summary>
    public static ProcessPlace Of(LeaseOwner owner) =>
        owner.Host == Here.Host && ProcessStatus.Read(owner.Pid)?.Started == owner.Started ? Here : new ProcessPlace(owner.Host, "", "");

    /// <summary>Whether it is known that an owner in this place has ended.</summary>
    public bool HasEnded(LeaseOwner owner)
    {
        if (this != Here || Boot.Length == 0 || Space.Length == 0)
        {
            return false;
        }

        // Asks even where /proc hides the processes of others.
        if (Send(owner.Pid, 0) != 0 && Marshal.GetLastPInvokeError() == NoSuchProcess)
        {
            return true;
        }

        return ProcessStatus.Read(owner.Pid) is { } status
            && (status.Started != owner.Started || (status.State is 'Z' or 'X' && status.Threads <= 1));
    }

    private static string Read(Func<string?> read)
    {
        try
        {
            return read() ?? "";
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Send(int process, int signal);
}
