using System.Diagnostics;
using Npgsql;
using Panoptes.Foundation;
using Panoptes.Studies.Stores;
using Panoptes.Studies.Stores.Postgres;
using Panoptes.Studies.Stores.Schema;
using static Panoptes.Studies.Tests.Stores.SampleCells;

namespace Panoptes.Studies.Tests.Stores;

[Collection(PostgresTestGroup.Name)]
[Trait("Speed", "Slow")]
public sealed class PostgresStoreTests(PostgresServerProcess server) : StoreContract
{
    private readonly string connection = server.Emptied();

    [Fact]
    public void A_store_of_version_1_is_brought_to_the_newest()
    {
        PostgresServerProcess.Execute(connection, OlderSchema.Postgres);
        PostgresServerProcess.Execute(
            connection, OlderSchema.Rows.Replace("CELLS", "panoptes.cells").Replace("EVALUATIONS", "panoptes.evaluations"));
        OlderSchema.AssertBroughtUp(() => Open("old"));
        Assert.Equal((long)Migrations.Newest, PostgresServerProcess.Execute(connection, "SELECT max(number) FROM panoptes.schema_version"));
    }

    [Fact]
    public void A_store_of_a_newer_version_is_left_alone()
    {
        Open().Dispose();
        PostgresServerProcess.Execute(connection, "INSERT INTO panoptes.schema_version VALUES (99, 'of the future')");
        OlderSchema.AssertNewerIsRefused(() => Open());
    }

    [Fact]
    public void A_migration_that_fails_leaves_the_older_version()
    {
        PostgresServerProcess.Execute(connection, OlderSchema.Postgres);
        PostgresServerProcess.Execute(connection, "CREATE SCHEMA panoptes_study"); // In the way of the second.
        Assert.Throws<InputException>(() => Open());
        Assert.Equal(1L, PostgresServerProcess.Execute(connection, "SELECT max(number) FROM panoptes.schema_version"));
        Assert.Equal(DBNull.Value, PostgresServerProcess.Execute(connection, "SELECT to_regclass('panoptes.cells_by_place')::text"));
    }

    [Fact]
    public void Who_may_only_read_lists_and_asks()
    {
        using (var store = Open())
        {
            store.Write([Cell("a")]);
        }

        PostgresServerProcess.Execute(connection, """
            DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN; GRANT USAGE ON SCHEMA panoptes, panoptes_study TO reader;
            GRANT SELECT ON ALL TABLES IN SCHEMA panoptes, panoptes_study TO reader;
            """);
        using (var store = StudyStores.Open(connection.Replace("Username=panoptes", "Username=reader"), "", "study"))
        {
            Assert.Single(store.Cells());
            Assert.Single(store.Query("SELECT * FROM cells").Rows);
            Assert.Contains("GRANT", Assert.Throws<InputException>(() => store.Write([Cell("b")])).Message);
        }

        PostgresServerProcess.Execute(connection, "DROP OWNED BY reader");
    }

    [Fact]
    public void What_the_server_refuses_is_said_at_once_and_without_the_password()
    {
        foreach (var (wrong, said) in new[]
        {
            (connection.Replace("Database=", "Database=no_"), "does not exist"),
            (connection.Replace("Username=panoptes", "Username=nobody_such"), "nobody_such"),
            (connection.Replace("Host=127.0.0.1", "Host=no-such-host.invalid"), "no-such-host.invalid"),
        })
        {
            var watch = Stopwatch.StartNew();
            var error = Assert.Throws<InputException>(() => StudyStores.Open($"{wrong};Password=s3cret", "", "study"));
            Assert.Contains(said, error.Message);
            Assert.DoesNotContain("s3cret", $"{error}");
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{wrong} took {watch.Elapsed}");
        }
    }

    [Fact]
    public void A_server_that_stays_away_is_given_up()
    {
        var settings = PostgresAddress.Parse("postgres://ana:s3cret@127.0.0.1:9/studies"); // Where nobody listens.
        var error = Assert.Throws<InputException>(
            () => new PostgresStore(settings, "study", TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1)));
        Assert.StartsWith("postgres://ana@127.0.0.1:9/studies: found no PostgreSQL server that answers", error.Message);
        Assert.DoesNotContain("s3cret", $"{error}");
    }

    [Fact]
    public void Ended_connections_are_made_again()
    {
        using var store = Open();
        store.Write([Cell("a")]);
        for (var i = 0; i < 5; i++)
        {
            PostgresServerProcess.Execute(
                connection,
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'panoptes'");
            store.Write([Cell($"b{i}")]);
            Assert.Equal([[i + 2L]], store.Query("SELECT count(*) FROM cells").Rows);
        }
    }

    [Fact]
    public void An_address_opens_what_a_connection_string_does()
    {
        var settings = new NpgsqlConnectionStringBuilder(connection);
        var address = $"postgres://{settings.Username}:any@{settings.Host}:{settings.Port}/{settings.Database}";
        using var store = StudyStores.Open(address, "", "study");
        Assert.Equal(address.Replace(":any@", "@"), store.Shown);
        store.Write([Cell("a")]);
        using var same = Open();
        Assert.Single(same.Cells());
    }

    [Fact]
    public void Processes_at_once_lose_nothing() => StoreWriters.AssertNothingIsLost(connection, "");

    private protected override IStudyStore Open(string study = "study") => StudyStores.Open(connection, "", study);

    private protected override void Execute(string sql) =>
        PostgresServerProcess.Execute(connection, sql.Replace("CELLS", "panoptes.cells"));
}
