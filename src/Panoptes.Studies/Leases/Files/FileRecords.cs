using Panoptes.Studies.Leases.Records;

namespace Panoptes.Studies.Leases.Files;

/// <summary>Records in files: a folder for each key.</summary>
internal sealed class FileRecords(string folder, TimeSpan period, TimeProvider time) : ILeaseRecords
{
    private readonly LifeSigns signs = new(time);

    /// <inheritdoc/>
    public Standing Read(string key)
    {
        var files = Files(key);
        while (true)
        {
            var (token, isReleased) = files.Newest();
            if (token == 0 || isReleased)
            {
                signs.Forget(key);
                return new Standing { Token = token, Record = token == 0 ? null : files.Record(token) };
            }

            var record = files.Record(token);
            var (count, sign) = files.Heartbeat(token);
            if (record is null && files.Newest().Token != token)
            {
                continue; // Far newer ones came meanwhile.
            }

            var silence = signs.Silence(key, token, sign, TimeSpan.FromSeconds(LeaseBook.Period(record, period)));
            return new Standing
            {
                Token = token,
                Record = record,
                IsHeld = true,
                Heartbeats = count,
                Silence = silence?.TotalSeconds,
                IsDead = record?.Place.HasEnded(record.Owner) ?? false,
            };
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Keys() => Directory.Exists(folder)
        ? [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)).Where(name => !name.StartsWith('.'))]
        : [];

    /// <inheritdoc/>
    public bool TryPublish(string key, LeaseRecord record, bool isForced)
    {
        var files = Files(key);
        if (!files.TryPublish(record))
        {
            return false;
        }

        files.Prune(record.Token);
        return true;
    }

    /// <inheritdoc/>
    public bool Renew(string key, long token, long count)
    {
        var files = Files(key);
        if (files.Newest() != (token, false))
        {
            return false;
        }

        files.Beat(token, count);
        return true;
    }

    /// <inheritdoc/>
    public void Release(string key, long token) => Files(key).Release(token);

    /// <inheritdoc/>
    public bool Passes(Exception error) => error is IOException;

    private LeaseFiles Files(string key) => new(Path.Combine(folder, key));
}
