namespace Panoptes.Studies.Stores.Schema;

/// <summary>What the two databases write differently.</summary>
/// <param name="Prefix">What stands before the names of tables.</param>
/// <param name="Text">The type of texts.</param>
/// <param name="Integer">The type of whole numbers.</param>
/// <param name="Real">The type of numbers.</param>
/// <param name="Flag">The type of yes and no.</param>
/// <param name="Time">The type of times.</param>
/// <param name="ByKey">What keeps a table in the order of its key, where there is such a thing.</param>
/// <param name="IsShared">Whether it has schemas, and settings that views can ask for.</param>
internal sealed record SqlDialect(
    string Prefix, string Text, string Integer, string Real, string Flag, string Time, string ByKey, bool IsShared)
{
    /// <summary>SQLite's.</summary>
    public static SqlDialect Sqlite { get; } = new("", "TEXT", "INTEGER", "REAL", "INTEGER", "TEXT", "WITHOUT ROWID", false);

    /// <summary>PostgreSQL's: texts sort by code points, as SQLite's do, whatever the language of the database.</summary>
    public static SqlDialect Postgres { get; } =
        new("panoptes.", "text COLLATE \"C\"", "bigint", "double precision", "boolean", "timestamptz", "", true);
}
