using System.Data.Common;
using System.Globalization;
using Panoptes.Foundation;

namespace Panoptes.Studies.Stores.Schema;

/// <summary>All steps of the schema, in their order, and how they are gone.</summary>
internal static class Migrations
{
    /// <summary>The steps.</summary>
    public static IReadOnlyList<Migration> All { get; } =
    [
        new(1, "cells and evaluations", Tables),
        new(2, "the order of the matrix, and views of one study", OrderAndViews),
    ];

    /// <summary>The version that this program writes.</summary>
    public static int Newest => All[^1].Number;

    /// <summary>
    /// Brings a database to the newest version. The caller has begun a transaction in which nobody else can do the same, and ends it.
    /// </summary>
    /// <param name="connection">The database.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="dialect">What it writes differently.</param>
    /// <param name="shown">What it is called in messages.</param>
    /// <exception cref="InputException">Its version is newer than all that are known.</exception>
    public static void Run(DbConnection connection, DbTransaction transaction, SqlDialect dialect, string shown)
    {
        Execute(
            connection, transaction,
            $"CREATE TABLE IF NOT EXISTS {dialect.Prefix}schema_version "
                + $"(number {dialect.Integer} PRIMARY KEY, about {dialect.Text} NOT NULL)");
        var version = Version(connection, transaction, dialect, shown);
        foreach (var step in All.Where(step => step.Number > version))
        {
            Execute(connection, transaction, step.Sql(dialect));
            Execute(connection, transaction, $"INSERT INTO {dialect.Prefix}schema_version VALUES ({step.Number}, '{step.About}')");
        }
    }

    /// <summary>The version of a database that has the table of versions.</summary>
    /// <exception cref="InputException">It is newer than all that are known.</exception>
    public static int Version(DbConnection connection, DbTransaction? transaction, SqlDialect dialect, string shown)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"SELECT coalesce(max(number), 0) FROM {dialect.Prefix}schema_version";
        var version = Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        return version <= Newest
            ? version
            : throw new InputException(
                shown, $"schema version {version}", $"version {Newest} or an older one",
                "use the newer panoptes that made it, or name another store: one is made again from the cells' folders");
    }

    private static void Execute(DbConnection connection, DbTransaction transaction, string sql)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string Tables(SqlDialect sql) => $"""
        CREATE TABLE {sql.Prefix}cells (
            study {sql.Text} NOT NULL, id {sql.Text} NOT NULL, data {sql.Text} NOT NULL, model {sql.Text} NOT NULL,
            recipe {sql.Text} NOT NULL, seed {sql.Integer} NOT NULL, fingerprint {sql.Text} NOT NULL, folder {sql.Text} NOT NULL,
            in_matrix {sql.Flag} NOT NULL, state {sql.Text} NOT NULL, failure {sql.Text}, reason {sql.Text} NOT NULL,
            step {sql.Integer} NOT NULL, steps {sql.Integer} NOT NULL, steps_per_second {sql.Real}, attempts {sql.Integer} NOT NULL,
            jobs {sql.Text} NOT NULL, metric {sql.Text} NOT NULL, value {sql.Real}, best {sql.Real}, seconds {sql.Real} NOT NULL,
            token {sql.Integer} NOT NULL, updated {sql.Time} NOT NULL, PRIMARY KEY (study, id));
        CREATE TABLE {sql.Prefix}evaluations (
            study {sql.Text} NOT NULL, cell {sql.Text} NOT NULL, attempt {sql.Integer} NOT NULL, split {sql.Text} NOT NULL,
            step {sql.Integer} NOT NULL, metric {sql.Text} NOT NULL, value {sql.Real}, seconds {sql.Real} NOT NULL,
            is_final {sql.Flag} NOT NULL, PRIMARY KEY (study, cell, step, attempt, split, metric, is_final)) {sql.ByKey};
        """;

    private static string OrderAndViews(SqlDialect sql)
    {
        var order = $"CREATE INDEX cells_by_place ON {sql.Prefix}cells (study, data, model, recipe, seed, id);";
        return !sql.IsShared ? order : order + """

            CREATE SCHEMA panoptes_study;
            CREATE VIEW panoptes_study.cells AS SELECT id, data, model, recipe, seed, fingerprint, folder, in_matrix, state, failure,
                reason, step, steps, steps_per_second, attempts, jobs, metric, value, best, seconds, token, updated, study
                FROM panoptes.cells WHERE study = current_setting('panoptes.study');
            CREATE VIEW panoptes_study.evaluations AS SELECT cell, attempt, split, step, metric, value, seconds, is_final, study
                FROM panoptes.evaluations WHERE study = current_setting('panoptes.study');
            """;
    }
}
