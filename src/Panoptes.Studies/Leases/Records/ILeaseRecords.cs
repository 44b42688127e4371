namespace Panoptes.Studies.Leases.Records;

/// <summary>
/// Keeps the records of leases. Its members may be called from any thread, and throw where the records cannot be reached.
/// </summary>
internal interface ILeaseRecords
{
    /// <summary>How a key stands now.</summary>
    Standing Read(string key);

    /// <summary>All keys that have ever been held.</summary>
    IReadOnlyList<string> Keys();

    /// <summary>
    /// Publishes the record that follows a token: the one step of which only one of many can succeed. It is on disk once this returns.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="record">The record; the token before its own has to be the newest.</param>
    /// <param name="isForced">Whether it is taken from a holder of whom there may be signs of life.</param>
    /// <returns>Whether it is the newest now.</returns>
    bool TryPublish(string key, LeaseRecord record, bool isForced);

    /// <summary>Gives a sign of life.</summary>
    /// <param name="key">The key.</param>
    /// <param name="token">The holder's token.</param>
    /// <param name="count">How many this makes.</param>
    /// <returns>Whether the token is the newest and was not given back; if not, nothing is written.</returns>
    bool Renew(string key, long token, long count);

    /// <summary>Gives a token back; nothing else changes where it is not the newest.</summary>
    void Release(string key, long token);

    /// <summary>Whether an error passes by itself: to be tried again.</summary>
    bool Passes(Exception error);
}
