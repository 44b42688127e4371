namespace Panoptes.Studies.Leases.Files;

/// <summary>
/// What this process has seen of holders, on its own monotonic clock: for how long a holder's signs of life have not changed. Between two
/// looks at most one period counts: a process that was itself stopped has not seen anything meanwhile.
/// </summary>
internal sealed class LifeSigns(TimeProvider time)
{
    private readonly Dictionary<string, Seen> seen = [];
    private readonly Lock gate = new();

    /// <summary>Looks at a holder.</summary>
    /// <param name="key">What it holds.</param>
    /// <param name="token">Its token.</param>
    /// <param name="sign">Its sign of life, of whatever content.</param>
    /// <param name="period">Its lease period.</param>
    /// <returns>For how long there was no other; null at the first look.</returns>
    public TimeSpan? Silence(string key, long token, string sign, TimeSpan period)
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            if (!seen.TryGetValue(key, out var last) || last.Token != token)
            {
                seen[key] = new Seen(token, sign, now, TimeSpan.Zero);
                return null;
            }

            var gap = time.GetElapsedTime(last.At, now);
            var silence = last.Sign == sign ? last.Silence + (gap < period ? gap : period) : TimeSpan.Zero;
            seen[key] = new Seen(token, sign, now, silence);
            return silence;
        }
    }

    /// <summary>Forgets a key that nobody holds.</summary>
    public void Forget(string key)
    {
        lock (gate)
        {
            seen.Remove(key);
        }
    }

    private sealed record Seen(long Token, string Sign, long At, TimeSpan Silence);
}
