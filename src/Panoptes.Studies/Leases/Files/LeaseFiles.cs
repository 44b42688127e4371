using System.Globalization;
using System.Text;
using Panoptes.Studies.Leases.Records;

namespace Panoptes.Studies.Leases.Files;

/// <summary>
/// The files of one key. <c>lease.N</c> is the record of token N, and the highest N is the newest; <c>heartbeat.N</c> has the signs of life
/// of its holder; <c>released.N</c> says that it was given back. Nobody ever writes into another's files, and the newest are never removed.
/// </summary>
internal sealed class LeaseFiles(string folder)
{
    /// <summary>So many tokens below the newest are kept.</summary>
    internal const int Kept = 8;

    private const string Records = "lease.";
    private const string Heartbeats = "heartbeat.";
    private const string Releases = "released.";
    private const string Pending = ".take.";

    // Far more than anybody will use up; a foreign file with a longer number is nobody's.
    private const int Digits = 15;
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(24);

    /// <summary>The newest token, 0 for none, and whether it was given back. Opening a folder asks the server, not the cache.</summary>
    public (long Token, bool IsReleased) Newest()
    {
        long newest = 0;
        var released = new HashSet<long>();
        foreach (var name in Names())
        {
            newest = Math.Max(newest, Number(name, Records));
            released.Add(Number(name, Releases));
        }

        // Where an old list of names was read all the same, the next name itself is asked for.
        while (Path.Exists(PathOf(Records, newest + 1)))
        {
            newest++;
        }

        return (newest, newest > 0 && (released.Contains(newest) || Path.Exists(PathOf(Releases, newest))));
    }

    /// <summary>The record of a token; null where it is not there or cannot be read.</summary>
    public LeaseRecord? Record(long token) =>
        PlainFile.Read(PathOf(Records, token)) is { } bytes && LeaseRecord.Parse(bytes) is { } record && record.Token == token
            ? record
            : null;

    /// <summary>The signs of life of a token's holder: whatever is there, as long as it changes.</summary>
    public (long Count, string Sign) Heartbeat(long token)
    {
        var text = PlainFile.Read(PathOf(Heartbeats, token)) is { } bytes ? Encoding.Latin1.GetString(bytes) : "";
        return (long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0, text);
    }

    /// <summary>Publishes a record under its token, unless there is one of that token.</summary>
    /// <returns>Whether it is the newest.</returns>
    public bool TryPublish(LeaseRecord record)
    {
        SharedFolder.Make(folder);
        var pending = Path.Combine(folder, Pending + record.Claim);
        if (!PlainFile.Create(pending, record.Bytes(), SharedFolder.FileMode(folder)))
        {
            return false;
        }

        try
        {
            _ = PlainFile.Link(pending, PathOf(Records, record.Token));
            PlainFile.SyncFolder(folder);
        }
        finally
        {
            PlainFile.Remove(pending);
        }

        // Over a network, the answer to a link that was made may say that it exists; and where others have come and gone meanwhile, a
        // token that was removed long ago may be taken a second time. The record says whose it is, and the list whether it is the newest.
        return Record(record.Token)?.Claim == record.Claim && Newest().Token == record.Token;
    }

    /// <summary>Writes a sign of life.</summary>
    public void Beat(long token, long count)
    {
        var path = PathOf(Heartbeats, token);
        var text = Encoding.ASCII.GetBytes(count.ToString("D20", CultureInfo.InvariantCulture) + "\n");
        if (!PlainFile.Overwrite(path, text) && !PlainFile.Create(path, text, SharedFolder.FileMode(folder)))
        {
            throw new IOException($"{path}: cannot be written");
        }
    }

    /// <summary>Says that a token was given back.</summary>
    public void Release(long token)
    {
        if (Directory.Exists(folder))
        {
            PlainFile.Create(PathOf(Releases, token), [], SharedFolder.FileMode(folder));
        }
    }

    /// <summary>Removes what is far below the newest token, and what takers left behind that were killed.</summary>
    public void Prune(long newest)
    {
        foreach (var name in Names())
        {
            var token = Math.Max(Number(name, Records), Math.Max(Number(name, Heartbeats), Number(name, Releases)));
            var path = Path.Combine(folder, name);
            if ((token > 0 && token <= newest - Kept)
                || (name.StartsWith(Pending, StringComparison.Ordinal) && Age(path, PathOf(Records, newest)) > Abandoned))
            {
                PlainFile.Remove(path);
            }
        }
    }

    // Both times are of the file server's clock.
    private static TimeSpan Age(string path, string newest) => File.GetLastWriteTimeUtc(newest) - File.GetLastWriteTimeUtc(path);

    private string PathOf(string kind, long token) => Path.Combine(folder, kind + token.ToString(CultureInfo.InvariantCulture));

    private string[] Names()
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path))];
        }
        catch (IOException gone) when (gone is DirectoryNotFoundException || gone.HResult == PlainFile.Stale)
        {
            return [];
        }
    }

    private static long Number(string name, string kind) =>
        name.StartsWith(kind, StringComparison.Ordinal) && name[kind.Length..] is [>= '1' and <= '9', ..] digits && digits.Length <= Digits
        && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var token)
            ? token
            : 0;
}
