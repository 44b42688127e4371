using Panoptes.Foundation;
using Panoptes.Studies.Statuses;
using Panoptes.Studies.Stores;
using static Panoptes.Studies.Tests.Stores.SampleCells;

namespace Panoptes.Studies.Tests.Stores;

/// <summary>What holds of a store in whatever database: questions in SQL.</summary>
public abstract class QueryContract
{
    private protected abstract IStudyStore Open();

    [Fact]
    public void A_question_is_answered_with_names_and_values()
    {
        using var store = Open();
        store.Write([Full(), Cell("zz", value: 0.25)]);
        var answer = store.Query("""
            -- of all
            /* two */ select id, seed, value, failure, in_matrix, jobs AS "Jobs"
            FROM cells ORDER BY value, id;

            """);
        Assert.Equal(["id", "seed", "value", "failure", "in_matrix", "Jobs"], answer.Columns);
        Assert.Equal(
            [
                ["zz", 0L, 0.25, null, 1L, "[]"],
                ["5ce565e4", -3L, 0.1 + 0.2, "out_of_memory", 0L, """["slurm 1057498_3","local \"7\"","雪"]"""],
            ],
            answer.Rows);
    }

    [Fact]
    public void Sums_means_and_counts_are_numbers()
    {
        using var store = Open();
        store.Write([Full("a"), Full("b")]);
        store.Write("a", 1, [Number("a", 1, 10, 0.25), Number("a", 1, 20, 0.75)]);
        var answer = store.Query("""
            WITH best AS (SELECT cell, max(value) AS best FROM evaluations GROUP BY cell)
            SELECT count(*), sum(step), avg(seconds), 2, 2, (SELECT best FROM best WHERE cell = 'a') FROM cells WHERE in_matrix = false
            """);
        Assert.Equal<object?>([2L, 24_000_000_000L, 8958.25, 2L, 2L, 0.75], answer.Rows[0]);
        Assert.Equal(6, answer.Columns.Count);
    }

    [Fact]
    public void An_empty_answer_has_columns()
    {
        using var store = Open();
        var answer = store.Query("SELECT * FROM cells");
        Assert.Empty(answer.Rows);
        Assert.Equal(
            "id data model recipe seed fingerprint folder in_matrix state failure reason step steps steps_per_second attempts jobs metric "
                + "value best seconds token updated study",
            string.Join(' ', answer.Columns));
        Assert.Equal(
            "cell attempt split step metric value seconds is_final study",
            string.Join(' ', store.Query("SELECT * FROM evaluations").Columns));
    }

    [Fact]
    public void A_long_answer_is_whole()
    {
        using var store = Open();
        var answer = store.Query(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 25000) SELECT i FROM n ORDER BY i");
        Assert.Equal(Enumerable.Range(1, 25_000).Select(i => (object?)(long)i), answer.Rows.Select(row => row[0]));
    }

    [Theory]
    [InlineData("INSERT INTO cells SELECT * FROM cells")]
    [InlineData("UPDATE cells SET value = 1")]
    [InlineData("DELETE FROM cells")]
    [InlineData("DROP TABLE cells")]
    [InlineData("  -- only looking\n  delete from evaluations")]
    [InlineData("PRAGMA user_version = 7")]
    [InlineData("PRAGMA query_only = OFF")]
    [InlineData("ATTACH 'other.db' AS other")]
    [InlineData("VACUUM INTO 'other.db'")]
    [InlineData("COPY (SELECT 1) TO PROGRAM 'touch copied'")]
    [InlineData("BEGIN")]
    [InlineData("SET transaction_read_only = off")]
    [InlineData("SELECT 1; DELETE FROM evaluations")]
    [InlineData("SELECT 1; COMMIT; DELETE FROM panoptes.evaluations; SELECT 1")]
    [InlineData("SELECT 1; SELECT 2")]
    [InlineData("WITH gone AS (DELETE FROM evaluations RETURNING cell) SELECT * FROM gone")]
    [InlineData("SELECT * INTO copied FROM cells")]
    [InlineData("SELECT load_extension('x')")]
    [InlineData("SELECT * FROM cells FOR UPDATE")]
    [InlineData("")]
    [InlineData(" ; ")]
    [InlineData("SELEC 1")]
    [InlineData("SELECT id FROM cells WHERE")]
    [InlineData("EXPLAIN SELECT 1")]
    public void What_is_no_question_is_refused_in_one_line(string sql)
    {
        using var store = Open();
        store.Write([Cell("a")]);
        store.Write("a", 1, [Number("a", 1, 1, 0.5)]);
        var error = Assert.Throws<InputException>(() => store.Query(sql));
        Assert.DoesNotContain('\n', error.Message);
        Assert.StartsWith("the SQL: found ", error.Message);
        Assert.Null(Assert.Single(store.Cells()).Value);
        Assert.Single(store.Evaluations(null));
        Assert.Equal([[1L]], store.Query("SELECT count(*) FROM cells").Rows);
    }

    [Fact]
    public void A_second_statement_is_called_one()
    {
        using var store = Open();
        Assert.Contains("more than one statement", Assert.Throws<InputException>(() => store.Query("SELECT 1; SELECT 2;")).Message);
        Assert.Single(store.Query("SELECT ';' AS a; -- SELECT 2").Rows);
    }

    [Theory]
    [InlineData("SELECT modle FROM cells", "the column 'modle'", "did you mean model?")]
    [InlineData("SELECT c.recpie FROM cells c", "recpie'", "did you mean recipe?")]
    [InlineData("SELECT * FROM cels", "the table 'cels'", "did you mean cells?")]
    [InlineData("SELECT * FROM cells WHERE stat = 'failed'", "the column 'stat'", "did you mean state?")]
    public void A_mistyped_name_is_answered_with_the_nearest(string sql, string found, string advice)
    {
        using var store = Open();
        var message = Assert.Throws<InputException>(() => store.Query(sql)).Message;
        Assert.Contains(found, message);
        Assert.EndsWith(advice, message);
    }

    [Fact]
    public void A_question_sees_what_was_written_before_it()
    {
        using var store = Open();
        for (var i = 0; i < 5; i++)
        {
            store.Write([Cell($"{i}") with { Status = new() { State = CellState.Running, Step = i } }]);
            Assert.Equal([[i + 1L, (long)i]], store.Query("SELECT count(*), max(step) FROM cells WHERE state = 'running'").Rows);
        }
    }
}
