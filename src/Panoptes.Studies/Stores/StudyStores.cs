using System.Text.RegularExpressions;
using Panoptes.Foundation;
using Panoptes.Studies.Stores.Postgres;
using Panoptes.Studies.Stores.Sqlite;

namespace Panoptes.Studies.Stores;

/// <summary>Opens the store of a study.</summary>
public static partial class StudyStores
{
    /// <summary>The file in a study's folder that is its store where none is named.</summary>
    public const string FileName = "study.db";

    /// <summary>Opens it; a database that is not there yet is made, an older one is brought to the newest schema.</summary>
    /// <param name="connection">
    /// A PostgreSQL database (<c>postgres://user@host:5432/database</c>, or <c>Host=...;Database=...</c> as Npgsql has it), which may hold
    /// many studies; or the path of a SQLite file, relative to the study's folder; null for <see cref="FileName"/> in that folder.
    /// </param>
    /// <param name="studyFolder">The study's folder.</param>
    /// <param name="study">The study's name.</param>
    /// <exception cref="InputException">It cannot be opened; says why and what to do, and never a password.</exception>
    public static IStudyStore Open(string? connection, string studyFolder, string study)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(study);
        if (string.IsNullOrWhiteSpace(connection))
        {
            return new SqliteStore(Path.Combine(studyFolder, FileName), study);
        }

        var text = connection.Trim();
        if (PostgresAddress.IsOne(text))
        {
            return new PostgresStore(PostgresAddress.Parse(text), study);
        }

        return Scheme().Match(text) is { Success: true } scheme
            ? throw new InputException(
                "store", $"an address that begins with {scheme.Value}", "postgres://, or the path of a file for SQLite",
                "correct the setting")
            : new SqliteStore(Path.Combine(studyFolder, text), study);
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9+.-]*://")]
    private static partial Regex Scheme();
}
