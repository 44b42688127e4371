using Microsoft.Data.Sqlite;
using Panoptes.Foundation;

namespace Panoptes.Studies.Stores.Sqlite;

/// <summary>What is said where SQLite gives up (result codes: sqlite.org/rescode.html).</summary>
internal static class SqliteFaults
{
    private const string Again = "it is made again from the cells' folders";

    /// <summary>The message for an error.</summary>
    /// <param name="path">The database file.</param>
    /// <param name="error">What SQLite says.</param>
    public static InputException Of(string path, SqliteException error)
    {
        var (found, expected, advice) = error.SqliteErrorCode switch
        {
            5 or 6 => (
                "a database that another process keeps locked", "one that is free within a minute", "end that process, or try again"),
            3 or 8 or 23 => (
                "a database that may not be written", "one that this user may write", "change the rights of the file and of its folder"),
            10 => ("a disk that does not read or write", "one that does", "look at the system's log, or name a store on another disk"),
            11 or 26 => ("a damaged database", "one of SQLite", $"remove it, with its -wal and -shm: {Again}"),
            13 => ("a full disk", "room for the store", "make room"),
            14 => ("a file that cannot be opened", "a file, or none yet, in a folder that is there", "correct the path or the rights"),
            1 when error.Message.Contains("no such", StringComparison.Ordinal) => (
                "a database without what its version has", "one of panoptes", $"remove it: {Again}"),
            _ => ("a database that refuses", "one of panoptes", $"try again, or remove it: {Again}"),
        };
        return new InputException(path, $"{found} ({Text(error)})", expected, advice, error);
    }

    /// <summary>What SQLite itself says, which comes as <c>SQLite Error 1: 'no such column: modl'.</c></summary>
    public static string Text(SqliteException error) =>
        error.Message.Split('\'', 2) is [_, var rest] && rest.EndsWith("'.", StringComparison.Ordinal) ? rest[..^2] : error.Message;

    /// <summary>What is said of a file that machines share.</summary>
    public static InputException Shared(string path) => new(
        path, "a place that machines share over a network, whose locks SQLite cannot rely on", "a disk of this machine",
        "name a PostgreSQL database as the store (postgres://user@host/database), or a file on a local disk if one machine does all");

    /// <summary>What is said of another program's database.</summary>
    public static InputException Foreign(string path) => new(
        path, "a database that has tables of these names and is not of panoptes", "a store of panoptes, or no file yet",
        "name another file as the store");
}
