using Panoptes.Foundation;

namespace Panoptes.Studies.Leases.Records;

/// <summary>A lease that a thread of its own renews every quarter of the period, whatever the thread pool is busy with.</summary>
internal sealed class RenewedLease : HeldLease
{
    private readonly ILeaseRecords records;
    private readonly TimeSpan period;
    private readonly Thread thread;
    private readonly CancellationTokenSource lost = new();
    private readonly CancellationTokenSource end = new();
    private long count;
    private int isGivenBack;

    /// <summary>Begins to renew a lease that was just taken.</summary>
    public RenewedLease(ILeaseRecords records, string key, long token, TimeSpan period)
    {
        (this.records, Key, Token, this.period, Lost) = (records, key, token, period, lost.Token);
        thread = new Thread(KeepAlive) { IsBackground = true, Name = $"lease {token}" };
        thread.Start();
    }

    /// <inheritdoc/>
    public override string Key { get; }

    /// <inheritdoc/>
    public override long Token { get; }

    /// <inheritdoc/>
    public override CancellationToken Lost { get; }

    /// <inheritdoc/>
    public override bool IsNewest()
    {
        try
        {
            return isGivenBack == 0 && !Lost.IsCancellationRequested && Patience.Try(Renew, records.Passes, null, end.Token);
        }
        catch (OperationCanceledException) when (isGivenBack != 0)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (Interlocked.Exchange(ref isGivenBack, 1) != 0)
        {
            return;
        }

        end.Cancel();
        if (Thread.CurrentThread != thread)
        {
            // A sign of life that is still under way does no harm after the release.
            thread.Join(period);
        }

        try
        {
            Patience.Try(
                () =>
                {
                    records.Release(Key, Token);
                    return true;
                },
                records.Passes, period, CancellationToken.None);
        }
        catch (Exception unreachable) when (records.Passes(unreachable) || unreachable is ObjectDisposedException)
        {
            // Without further signs of life it becomes free by itself.
        }
    }

    /// <summary>Gives a sign of life.</summary>
    internal bool Renew() => records.Renew(Key, Token, Interlocked.Increment(ref count));

    private void KeepAlive()
    {
        var quarter = period / 4;
        for (var pause = quarter; !end.Token.WaitHandle.WaitOne(pause);)
        {
            try
            {
                if (!Renew())
                {
                    lost.Cancel();
                    return;
                }

                pause = quarter;
            }
            catch (Exception error)
                when (records.Passes(error) || error is InputException or UnauthorizedAccessException or ObjectDisposedException)
            {
                // Others cannot reach the record either, or will take over: the next one that gets through says which.
                pause = quarter / 4;
            }
        }
    }
}
