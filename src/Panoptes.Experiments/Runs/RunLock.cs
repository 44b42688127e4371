using System.Text.Json;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Runs;

/// <summary>Who holds a run folder.</summary>
/// <param name="Host">Host name.</param>
/// <param name="Pid">Process id.</param>
/// <param name="Since">When it was taken (UTC).</param>
public sealed record LockOwner(string Host, int Pid, DateTime Since);

/// <summary>
/// Keeps two processes from writing into one run folder: an advisory lock on <c>run.lock</c>, with the owner written in
/// it. A killed owner leaves its record behind but not the lock, so it is told apart from a living one; on file systems
/// without locks the file's age decides, which a living owner renews twice a minute.
/// </summary>
public sealed class RunLock : IDisposable
{
    /// <summary>Name of the file that is locked.</summary>
    internal const string FileName = "run.lock";

    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private const int Looks = 5;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    private readonly FileStream stream;
    private readonly ITimer renewal;

    private RunLock(FileStream stream, TimeProvider time, LockOwner? stale)
    {
        this.stream = stream;
        Stale = stale;
        renewal = time.CreateTimer(_ => Renew(), null, Renewal, Renewal);
    }

    /// <summary>The owner that vanished without letting go, or null.</summary>
    public LockOwner? Stale { get; }

    /// <summary>Takes the lock of a run folder.</summary>
    /// <param name="folder">The run folder; made where missing.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="InputException">Another process holds it; says which.</exception>
    public static RunLock Take(string folder, TimeProvider time)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileName);
        var stream = Open(folder, path);

        try
        {
            var renewed = File.GetLastWriteTimeUtc(path);
            var owner = Owner(stream);
            if (owner is not null && owner.Host != Environment.MachineName && time.GetUtcNow().UtcDateTime - renewed < Patience)
            {
                throw new InputException(
                    folder,
                    $"a run that process {owner.Pid} on {owner.Host} was writing at {renewed:u}",
                    $"a run that nobody has written for {Patience.TotalMinutes:0} minutes",
                    $"wait, or remove {path} where you know that the process is gone");
            }

            var record = JsonSerializer.SerializeToUtf8Bytes(
                new LockOwner(Environment.MachineName, Environment.ProcessId, time.GetUtcNow().UtcDateTime));
            stream.SetLength(0);
            stream.Write(record);
            stream.Flush(flushToDisk: true);
            return new RunLock(stream, time, owner);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Lets go: the file stays, empty.</summary>
    public void Dispose()
    {
        renewal.Dispose();
        lock (stream)
        {
            if (stream.CanWrite)
            {
                stream.SetLength(0);
                stream.Dispose();
            }
        }
    }

    private static FileStream Open(string folder, string path)
    {
        for (var left = Looks; ; left--)
        {
            try
            {
                // FileShare.None is an exclusive flock on Unix, which the system lets go of when a process dies.
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException) when (left > 0)
            {
                // A list of runs that reads whose it is shares the lock for that moment.
                Thread.Sleep(Moment);
            }
            catch (IOException cause)
            {
                throw new InputException(
                    folder, "a run that another process is writing", "a run of one's own",
                    $"wait until it ends (its process is named in {path}), or give this run another name with run.name=...", cause);
            }
        }
    }

    private void Renew()
    {
        lock (stream)
        {
            if (stream.CanWrite)
            {
                File.SetLastWriteTimeUtc(stream.SafeFileHandle, DateTime.UtcNow);
            }
        }
    }

    private static LockOwner? Owner(FileStream stream)
    {
        if (stream.Length == 0)
        {
            return null;
        }

        try
        {
            stream.Seek(0, SeekOrigin.Begin);
            var owner = JsonSerializer.Deserialize<LockOwner>(stream);
            stream.Seek(0, SeekOrigin.Begin);
            return owner;
        }
        catch (JsonException)
        {
            return new LockOwner("an unknown host", 0, default);
        }
    }
}
