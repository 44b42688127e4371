namespace Panoptes.Experiments.Launching;

/// <summary>Passes a process's standard error on as it comes, and remembers its end.</summary>
internal sealed class ErrorPipe
{
    private const int Remembered = 4096;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly Thread thread;
    private readonly Lock gate = new();
    private byte[] end = [];

    /// <summary>Begins to pass on.</summary>
    /// <param name="from">The process's.</param>
    /// <param name="target">Where it goes.</param>
    public ErrorPipe(Stream from, Stream target)
    {
        thread = new Thread(() => Pass(from, target)) { IsBackground = true, Name = "standard error" };
        thread.Start();
    }

    /// <summary>The last line once the process has ended, or null. Its own children, which may write on, are not waited for long.</summary>
    public string? LastLine()
    {
        thread.Join(Patience);
        lock (gate)
        {
            return LogLines.Last(end, 1) is [var line] ? line : null;
        }
    }

    private void Pass(Stream from, Stream target)
    {
        var buffer = new byte[Remembered];
        var isGone = false;
        for (var count = Read(from, buffer); count > 0; count = Read(from, buffer))
        {
            lock (gate)
            {
                end = [.. end.Concat(buffer.Take(count)).TakeLast(Remembered)];
            }

            // A closed terminal takes nothing more; the process must not wait for it.
            isGone = isGone || !Write(target, buffer.AsSpan(0, count));
        }
    }

    private static int Read(Stream from, byte[] buffer)
    {
        try
        {
            return from.Read(buffer);
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            return 0;
        }
    }

    private static bool Write(Stream target, ReadOnlySpan<byte> bytes)
    {
        try
        {
            target.Write(bytes);
            target.Flush();
            return true;
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            return false;
        }
    }
}
