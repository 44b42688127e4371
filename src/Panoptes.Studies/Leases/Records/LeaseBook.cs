using Panoptes.Foundation;
using Panoptes.Studies.Leases.Processes;

namespace Panoptes.Studies.Leases.Records;

/// <summary>How leases are taken, whoever keeps the records.</summary>
internal sealed class LeaseBook : ILeases
{
    // After so many periods without a sign of life a holder is taken for dead.
    internal const int SilentPeriods = 2;

    private readonly ILeaseRecords records;
    private readonly TimeSpan period;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource end = new();

    /// <summary>Takes leases by these records.</summary>
    public LeaseBook(ILeaseRecords records, TimeSpan period, TimeProvider time)
    {
        new LeaseConfig { Seconds = period.TotalSeconds }.Validate();
        (this.records, this.period, this.time) = (records, period, time);
    }

    /// <inheritdoc/>
    public HeldLease? TryTake(string key, LeaseOwner owner, out Lease? holder)
    {
        (var lease, holder) = Take(key, owner, Why);
        return lease;
    }

    /// <inheritdoc/>
    public HeldLease Steal(string key, LeaseOwner owner, string reason)
    {
        Require.That(!string.IsNullOrWhiteSpace(reason), "reason", "nothing", "why the lease is taken from its holder", "say why");
        return Take(key, owner, standing => (reason, true)).Lease!;
    }

    /// <inheritdoc/>
    public Lease? Read(string key) => Patiently(() => records.Read(Checked(key)).Shown(key));

    /// <inheritdoc/>
    public IReadOnlyList<Lease> Held() => Patiently(() =>
    {
        var leases = records.Keys().Order(StringComparer.Ordinal).Select(key => records.Read(key).Shown(key));
        return (IReadOnlyList<Lease>)[.. leases.OfType<Lease>().Where(lease => lease.Owner is not null)];
    });

    /// <summary>Ends whoever still waits.</summary>
    public void Dispose() => end.Cancel();

    private (HeldLease? Lease, Lease? Holder) Take(string key, LeaseOwner owner, Func<Standing, (string Reason, bool IsForced)?> why)
    {
        Checked(key);
        var place = ProcessPlace.Of(owner);
        var claim = Guid.NewGuid().ToString("N");
        return Patiently<(HeldLease?, Lease?)>(() =>
        {
            while (true)
            {
                var standing = records.Read(key);
                if (standing.Record?.Claim == claim)
                {
                    // Published, though the answer was lost on its way.
                    return (Renewed(key, standing.Token), null);
                }

                if (why(standing) is not var (reason, isForced))
                {
                    return (null, standing.Shown(key));
                }

                var record = new LeaseRecord
                {
                    Token = standing.Token + 1,
                    Owner = owner,
                    Place = place,
                    Claim = claim,
                    Acquired = time.GetUtcNow().UtcDateTime,
                    Seconds = period.TotalSeconds,
                    Reason = standing.IsHeld ? reason : "",
                };
                if (records.TryPublish(key, record, isForced))
                {
                    return (Renewed(key, record.Token), null);
                }

                // Somebody was quicker: the record has changed.
            }
        });
    }

    // Null where somebody holds it who may be alive.
    private (string Reason, bool IsForced)? Why(Standing standing) => standing switch
    {
        { IsHeld: false } => ("", false),
        { IsDead: true } => ("its process has ended", true),
        { Silence: { } silence } when silence >= SilentPeriods * Period(standing.Record, period) =>
            ($"no sign of life for {silence:0.#} s", false),
        _ => null,
    };

    /// <summary>The period in seconds by which a holder is judged: its own, where that is longer.</summary>
    internal static double Period(LeaseRecord? record, TimeSpan own) => record is { Seconds: > 0 and <= 86_400 }
        ? Math.Max(record.Seconds, own.TotalSeconds)
        : own.TotalSeconds;

    private RenewedLease Renewed(string key, long token) => new(records, key, token, period);

    private T Patiently<T>(Func<T> attempt) => Patience.Try(attempt, records.Passes, null, end.Token);

    // A key becomes the name of a folder.
    private static string Checked(string key)
    {
        static bool IsPlain(char sign) => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_' or '.';
        Require.That(
            key.Length is > 0 and <= 128 && !key.StartsWith('.') && key.All(IsPlain),
            "lease key", $"'{key}'", "up to 128 letters, digits, '-', '_' and '.'", "lease a cell by its fingerprint");
        return key;
    }
}
