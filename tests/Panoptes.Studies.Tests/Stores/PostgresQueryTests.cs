using Npgsql;
using Panoptes.Foundation;
using Panoptes.Studies.Stores;
using Panoptes.Studies.Stores.Postgres;
using static Panoptes.Studies.Tests.Stores.SampleCells;

namespace Panoptes.Studies.Tests.Stores;

[Collection(PostgresTestGroup.Name)]
[Trait("Speed", "Slow")]
public sealed class PostgresQueryTests(PostgresServerProcess server) : QueryContract
{
    private readonly string connection = server.Emptied();

    [Theory]
    [InlineData("SELECT set_config('transaction_read_only', 'off', false)")]
    [InlineData("SELECT set_config('panoptes.study', 'other', false)")]
    [InlineData("SELECT set_config('search_path', 'public', false)")]
    [InlineData("SELECT lo_create(7)")]
    [InlineData("SELECT nextval('counter')")]
    [InlineData("SELECT pg_advisory_lock(7)")]
    [InlineData("SELECT pg_notify('c', 'x')")]
    public void What_functions_do_is_refused_or_undone(string sql)
    {
        using var store = Open();
        PostgresServerProcess.Execute(connection, "DROP SEQUENCE IF EXISTS counter; CREATE SEQUENCE counter");
        store.Write([Cell("a")]);
        try
        {
            store.Query(sql);
        }
        catch (InputException)
        {
        }

        Assert.Equal([["a", "study"]], store.Query("SELECT id, study FROM cells").Rows);
        Assert.Throws<InputException>(() => store.Query("SELECT lo_create(8) FROM evaluations; DELETE FROM cells"));
        Assert.Equal(0L, PostgresServerProcess.Execute(connection, "SELECT count(*) FROM pg_largeobject_metadata"));
        Assert.Equal(1L, PostgresServerProcess.Execute(connection, "SELECT nextval('counter')"));
        Assert.Equal(
            0L, PostgresServerProcess.Execute(connection, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 7"));
        store.Write([Cell("b")]);
    }

    [Fact]
    public void Other_types_are_numbers_times_or_texts()
    {
        using var store = Open();
        store.Write([Full()]);
        var row = store.Query("""
            SELECT 1::smallint, 1.5::real, 1.25::numeric, 12::numeric, updated, ARRAY[1, 2], '{"a": 1}'::jsonb, true, NULL::text,
                'a?b:c@d $1'::text, interval '1 day'
            FROM cells
            """).Rows[0];
        Assert.Equal<object?>([1L, 1.5, 1.25, 12L, Noon, "1, 2", "{\"a\": 1}", 1L, null, "a?b:c@d $1", "1.00:00:00"], row);
    }

    [Fact]
    public void A_question_without_end_is_ended()
    {
        Open().Dispose();
        using var open = new NpgsqlConnection($"{connection};Pooling=false");
        open.Open();
        var error = Assert.Throws<InputException>(() => PostgresQuestion.Ask(open, "study", "SELECT pg_sleep(30)", 0.2));
        Assert.Contains("takes more than 0.2 s", error.Message);
    }

    [Fact]
    public void A_view_that_is_not_told_the_study_says_so()
    {
        Open().Dispose();
        Assert.Contains("panoptes.study", Assert.Throws<PostgresException>(
            () => PostgresServerProcess.Execute(connection, "SELECT count(*) FROM panoptes_study.cells")).MessageText);
        Assert.Equal(0L, PostgresServerProcess.Execute(
            connection, "SET panoptes.study = 'x'; SET search_path = panoptes_study; SELECT count(*) FROM cells"));
    }

    private protected override IStudyStore Open() => StudyStores.Open(connection, "", "study");
}
