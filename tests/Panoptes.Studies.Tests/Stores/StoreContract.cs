using FsCheck;
using FsCheck.Fluent;
using Panoptes.Foundation;
using Panoptes.Studies.Cells;
using Panoptes.Studies.Statuses;
using Panoptes.Studies.Stores;
using static Panoptes.Studies.Tests.Stores.SampleCells;

namespace Panoptes.Studies.Tests.Stores;

/// <summary>What holds of a store in whatever database: reading and writing.</summary>
public abstract class StoreContract
{
    /// <summary>Opens the test's own database for a study.</summary>
    private protected abstract IStudyStore Open(string study = "study");

    [Fact]
    public void What_is_written_is_what_is_read()
    {
        var full = Full();
        var bare = new CellRow { Id = "0" };
        using (var store = Open())
        {
            store.Write([full, bare]);
        }

        using var again = Open();
        Assert.Equal(["0", full.Id], again.Cells().Select(cell => cell.Id));
        AssertSame(bare, again.Cells()[0]);
        AssertSame(full, again.Cells()[1]);
        Assert.Equal(DateTimeKind.Utc, again.Cells()[1].Updated.Kind);
    }

    [Fact]
    public void Every_state_and_failure_is_kept()
    {
        using var store = Open();
        var states = Enum.GetValues<CellState>().Select(state => Cell($"a{(int)state:D2}") with { Status = new() { State = state } });
        var failures = Enum.GetValues<FailureKind>().Select(kind => Cell($"b{(int)kind}") with { Status = new() { Failure = kind } });
        CellRow[] rows = [.. states, .. failures];
        store.Write(rows);
        Assert.Equal(rows.Select(row => (row.Id, row.Status.State, row.Status.Failure)), store.Cells().Select(
            row => (row.Id, row.Status.State, row.Status.Failure)));
    }

    [Fact]
    public void What_no_database_takes_is_replaced()
    {
        using var store = Open();
        var torn = Cell("x", value: double.NaN) with { Seconds = double.NaN, Status = new() { Reason = "a\0b\uD83Ec", Jobs = ["\uDC00"] } };
        store.Write([torn]);
        var read = store.Cells()[0];
        Assert.Equal(("a\uFFFDb\uFFFDc", "\uFFFD", null, 0.0), (read.Status.Reason, read.Status.Jobs[0], read.Value, read.Seconds));
    }

    [Fact]
    public void Cells_are_in_the_order_of_the_matrix()
    {
        using var store = Open();
        CellKey[] order =
        [
            new("B", "m", "r", 0), new("a", "M", "r", 0), new("a", "a_b", "r", 0), new("a", "aab", "r", -1), new("a", "aab", "r", 2),
            new("a", "aab", "r", 10), new("a", "aab", "s", 0), new("é", "m", "r", 0),
        ];
        store.Write([.. order.Select((key, i) => Cell($"{9 - i}") with { Key = key }).OrderBy(row => row.Id, StringComparer.Ordinal)]);
        Assert.Equal(order, store.Cells().Select(row => row.Key));
    }

    [Fact]
    public void A_smaller_token_replaces_nothing_and_an_equal_one_does()
    {
        using var store = Open();
        store.Write([Cell("a", 5, 0.5), Cell("b", 1, 0.1)]);
        store.Write([Cell("a", 4, 0.4), Cell("b", 2, 0.2)]);
        Assert.Equal([0.5, 0.2], store.Cells().Select(row => row.Value!.Value));
        store.Write([Cell("a", 5, 0.55)]);
        Assert.Equal([0.55, 0.2], store.Cells().Select(row => row.Value!.Value));
    }

    [Fact]
    public void After_any_writes_each_cell_has_the_last_row_of_its_greatest_token()
    {
        using var store = Open();
        var number = 0;
        var writes = Gen.Choose(0, 4).SelectMany(id => Gen.Choose(0, 3).Select(token => (Id: $"c{id}", Token: (long)token)))
            .ArrayOf().ArrayOf().Resize(8);
        var law = Prop.ForAll(writes.ToArbitrary(), batches =>
        {
            store.Remove([.. store.Cells().Select(cell => cell.Id)]);
            var expected = new SortedDictionary<string, CellRow>(StringComparer.Ordinal);
            foreach (var batch in batches)
            {
                CellRow[] rows = [.. batch.Select(entry => Cell(entry.Id, entry.Token, ++number))];
                store.Write(rows);
                foreach (var row in rows.Where(row => !expected.TryGetValue(row.Id, out var there) || there.Token <= row.Token))
                {
                    expected[row.Id] = row;
                }
            }

            return expected.Values.Select(row => (row.Id, row.Token, row.Value)).SequenceEqual(
                store.Cells().Select(row => (row.Id, row.Token, row.Value)));
        });
        law.Check(Config.QuickThrowOnFailure.WithMaxTest(30));
    }

    [Fact]
    public void Of_a_write_that_fails_nothing_stays()
    {
        using var store = Open();
        store.Write([Cell("a", 1, 0.1)]);
        Assert.ThrowsAny<Exception>(() => store.Write([Cell("a", 2, 0.2), Cell("b"), Cell("c") with { Folder = null! }]));
        Assert.Equal(0.1, Assert.Single(store.Cells()).Value);
        store.Write([]);
        store.Write([Cell("b")]);
        Assert.Equal(2, store.Cells().Count);
    }

    [Fact]
    public void Evaluations_of_an_attempt_are_replaced_and_others_stay()
    {
        using var store = Open();
        store.Write("a", 1, [Number("a", 1, 200, 0.2), Number("a", 1, 100, 0.1), Number("a", 1, 100, null, "accuracy")]);
        store.Write("a", 2, [Number("a", 2, 150, 0.15), Number("a", 2, 150, 0.16) with { IsFinal = true }]);
        store.Write("b", 1, [Number("b", 1, 50, 0.5)]);
        store.Write("a", 1, [Number("a", 1, 300, double.NaN), Number("a", 1, 100, 0.11), Number("a", 1, 100, 0.12)]);
        EvaluationRow[] expected =
        [
            Number("a", 1, 100, 0.12), Number("a", 2, 150, 0.15), Number("a", 2, 150, 0.16) with { IsFinal = true },
            Number("a", 1, 300, null),
        ];
        Assert.Equal(expected, store.Evaluations("a"));
        Assert.Equal([.. expected, Number("b", 1, 50, 0.5)], store.Evaluations(null));
        Assert.Empty(store.Evaluations("c"));
        store.Write("b", 1, []);
        Assert.Empty(store.Evaluations("b"));
    }

    [Fact]
    public void Evaluations_of_another_cell_or_attempt_are_a_mistake_of_the_caller()
    {
        using var store = Open();
        Assert.Throws<ArgumentException>(() => store.Write("a", 1, [Number("b", 1, 1, 0)]));
        Assert.Throws<ArgumentException>(() => store.Write("a", 1, [Number("a", 2, 1, 0)]));
        Assert.Empty(store.Evaluations(null));
    }

    [Fact]
    public void Removed_cells_are_gone_with_their_numbers()
    {
        using var store = Open();
        store.Write([Cell("a", 9), Cell("b"), Cell("c")]);
        store.Write("a", 9, [Number("a", 9, 1, 0.1)]);
        store.Write("b", 1, [Number("b", 1, 1, 0.1)]);
        store.Remove(["a", "c", "never"]);
        Assert.Equal("b", Assert.Single(store.Cells()).Id);
        Assert.Equal("b", Assert.Single(store.Evaluations(null)).Cell);
        store.Write([Cell("a", 1)]); // Whose token was 9: forgotten is forgotten.
        Assert.Equal(2, store.Cells().Count);
    }

    [Fact]
    public void Studies_of_one_database_do_not_see_each_other()
    {
        using var one = Open("it's one");
        using var two = Open("two");
        one.Write([Cell("a", 5, 0.5)]);
        two.Write([Cell("a", 1, 0.1), Cell("b")]);
        one.Write("a", 1, [Number("a", 1, 1, 0.5)]);
        two.Write("a", 1, [Number("a", 1, 1, 0.1), Number("a", 1, 2, 0.1)]);
        Assert.Equal(0.5, Assert.Single(one.Cells()).Value);
        Assert.Equal([[1L, "it's one"]], one.Query("SELECT count(*), min(study) FROM cells").Rows);
        Assert.Equal([[2L]], two.Query("SELECT count(*) FROM evaluations").Rows);
        one.Remove(["a", "b"]);
        Assert.Equal(2, two.Cells().Count);
        Assert.Equal(2, two.Evaluations(null).Count);
    }

    [Fact]
    public void Writers_at_once_lose_nothing()
    {
        const int Writers = 6;
        Parallel.For(0, Writers, new ParallelOptions { MaxDegreeOfParallelism = Writers }, writer =>
        {
            // The database is made by all of them at once, too.
            using var store = Open();
            for (var i = 0; i < 10; i++)
            {
                store.Write([Cell($"{writer}-{i}"), Cell("all", 1 + (writer * 10) + i, writer)]);
                store.Write($"{writer}", i, [Number($"{writer}", i, i, 0.5)]);
            }
        });
        using var after = Open();
        Assert.Equal((Writers * 10) + 1, after.Cells().Count);
        Assert.Equal(Writers * 10, after.Evaluations(null).Count);
        Assert.Equal((Writers * 10, Writers - 1), after.Cells().Where(cell => cell.Id == "all").Select(
            cell => ((int)cell.Token, (int)cell.Value!)).Single());
    }

    [Fact]
    public void Writers_of_the_same_cells_in_opposite_orders_do_not_wait_in_a_circle()
    {
        CellRow[] rows = [.. Enumerable.Range(0, 300).Select(i => Cell($"{i:D4}"))];
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, writer =>
        {
            using var store = Open();
            for (var i = 0; i < 5; i++)
            {
                store.Write(writer % 2 == 0 ? rows : [.. rows.Reverse()]);
                store.Write("0000", 1, [Number("0000", 1, writer, 0.5)]);
            }
        });
        using var after = Open();
        Assert.Equal(rows.Length, after.Cells().Count);
        Assert.Single(after.Evaluations(null));
    }

    [Fact]
    public void One_store_serves_several_threads()
    {
        using var store = Open();
        Parallel.For(0, 40, i =>
        {
            store.Write([Cell($"{i:D2}")]);
            Assert.Contains(store.Cells(), cell => cell.Id == $"{i:D2}");
            Assert.Equal([[1L]], store.Query($"SELECT count(*) FROM cells WHERE id = '{i:D2}'").Rows);
        });
        Assert.Equal(40, store.Cells().Count);
    }

    [Fact]
    public void A_state_of_a_newer_version_is_named()
    {
        using var store = Open();
        store.Write([Cell("a")]);
        Execute("UPDATE CELLS SET state = 'dreaming'");
        var error = Assert.Throws<InputException>(() => store.Cells());
        Assert.Contains("'dreaming'; expected one of planned, submitted", error.Message);
    }

    /// <summary>Carries out SQL in the database behind the store's back; CELLS and VERSIONS stand for the tables.</summary>
    private protected abstract void Execute(string sql);
}
