namespace Panoptes.Studies.Stores.Schema;

/// <summary>One step from a schema to the next. What it says never changes once it is published.</summary>
/// <param name="Number">The version that it leads to.</param>
/// <param name="About">What it does.</param>
/// <param name="Sql">Its statements.</param>
internal sealed record Migration(int Number, string About, Func<SqlDialect, string> Sql);
