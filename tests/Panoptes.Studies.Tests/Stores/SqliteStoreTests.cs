using System.Text;
using Microsoft.Data.Sqlite;
using Panoptes.Foundation;
using Panoptes.Studies.FileSystems;
using Panoptes.Studies.Stores;
using Panoptes.Studies.Stores.Schema;
using Panoptes.Studies.Stores.Sqlite;
using Panoptes.Tests;
using static Panoptes.Studies.Tests.Stores.SampleCells;

namespace Panoptes.Studies.Tests.Stores;

public sealed class SqliteStoreTests : StoreContract, IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string File => folder["study.db"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Without_a_connection_it_is_a_file_in_the_studys_folder()
    {
        using var store = Open();
        Assert.Equal(File, store.Shown);
        using var other = StudyStores.Open("other.db", folder.Path, "study");
        Assert.Equal(folder["other.db"], other.Shown);
        using var elsewhere = StudyStores.Open(folder["third.db"], "/nowhere", "study");
        Assert.Equal(folder["third.db"], elsewhere.Shown);
        Assert.Contains("mysql://", Assert.Throws<InputException>(() => StudyStores.Open("mysql://h/d", folder.Path, "s")).Message);
    }

    [Fact]
    public void On_a_local_disk_the_log_is_written_ahead_and_elsewhere_not()
    {
        using (var store = Open())
        {
            store.Write([Cell("a")]);
            Assert.Contains("study.db-wal", folder.Files());
        }

        Assert.Equal(["study.db"], folder.Files());
        using (var store = new SqliteStore(folder["b.db"], "study", FileSystemKind.Unknown))
        {
            store.Write([Cell("a")]);
            Assert.Equal([[1L]], store.Query("SELECT count(*) FROM cells").Rows);
            Assert.DoesNotContain("b.db-wal", folder.Files());
        }
    }

    [Fact]
    public void On_a_network_file_system_it_is_refused_with_what_to_do()
    {
        var error = Assert.Throws<InputException>(() => new SqliteStore(File, "study", FileSystemKind.Network));
        Assert.Contains("name a PostgreSQL database", error.Message);
        Assert.Empty(folder.Files());
    }

    [Fact]
    public void A_file_that_is_no_database_can_be_removed()
    {
        folder.Write("study.db", "id,model\n1,segformer\n" + new string('x', 5000));
        Assert.Contains("remove it", Assert.Throws<InputException>(() => Open()).Message);
        System.IO.File.Delete(File);
        using var store = Open();
        Assert.Empty(store.Cells());
    }

    [Fact]
    public void A_damaged_file_can_be_removed()
    {
        using (var store = Open())
        {
            store.Write([.. Enumerable.Range(0, 500).Select(i => Cell($"{i:D5}"))]);
        }

        using (var file = System.IO.File.OpenWrite(File))
        {
            // All pages but the first, which tells what is where.
            file.Position = 4096;
            file.Write(Encoding.ASCII.GetBytes(new string('?', (int)file.Length - 4096)));
        }

        var error = Assert.Throws<InputException>(() =>
        {
            using var store = Open();
            store.Cells();
        });
        Assert.Matches("^[^\n]*found a damaged database[^\n]*; remove it, with its -wal and -shm: it is made again", error.Message);
        error = Assert.Throws<InputException>(() =>
        {
            using var store = Open();
            store.Query("SELECT * FROM cells");
        });
        Assert.Contains("remove it", error.Message);
    }

    [Fact]
    public void A_cut_file_can_be_removed()
    {
        using (var store = Open())
        {
            store.Write([.. Enumerable.Range(0, 500).Select(i => Cell($"{i:D5}"))]);
        }

        using (var file = System.IO.File.OpenWrite(File))
        {
            file.SetLength(10_000);
        }

        Assert.Contains("remove it", Assert.Throws<InputException>(() =>
        {
            using var store = Open();
            store.Cells();
        }).Message);
    }

    [Fact]
    public void Another_programs_database_is_left_alone()
    {
        Execute("CREATE TABLE cells (x)");
        Assert.Contains("not of panoptes", Assert.Throws<InputException>(() => Open()).Message);
        Execute("INSERT INTO cells VALUES (1)");
    }

    [Fact]
    public void A_folder_that_is_not_there_is_said()
    {
        var error = Assert.Throws<InputException>(() => StudyStores.Open("no/such.db", folder.Path, "study"));
        Assert.Contains($"{folder["no/such.db"]}: found a file that cannot be opened", error.Message);
        Assert.Throws<InputException>(() => StudyStores.Open(folder.Path, folder.Path, "study"));
    }

    [Fact]
    public void A_store_of_version_1_is_brought_to_the_newest()
    {
        Execute(OlderSchema.Sqlite);
        Execute(OlderSchema.Rows.Replace("CELLS", "cells").Replace("EVALUATIONS", "evaluations"));
        OlderSchema.AssertBroughtUp(() => Open("old"));
        Assert.Equal(Migrations.Newest, (int)(long)Scalar("SELECT max(number) FROM schema_version")!);
        Assert.Equal(1L, Scalar("SELECT count(*) FROM sqlite_master WHERE name = 'cells_by_place'"));
    }

    [Fact]
    public void A_store_of_a_newer_version_is_left_alone()
    {
        Open().Dispose();
        Execute("INSERT INTO schema_version VALUES (99, 'of the future')");
        OlderSchema.AssertNewerIsRefused(() => Open());
    }

    [Fact]
    public void A_migration_that_fails_leaves_the_older_version()
    {
        Execute(OlderSchema.Sqlite);
        Execute("CREATE INDEX cells_by_place ON cells (id)"); // In the way of the second.
        Assert.Throws<InputException>(() => Open());
        Assert.Equal(1L, Scalar("SELECT max(number) FROM schema_version"));
        Execute("DROP INDEX cells_by_place");
        Open().Dispose();
        Assert.Equal((long)Migrations.Newest, Scalar("SELECT max(number) FROM schema_version"));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Processes_at_once_lose_nothing() => StoreWriters.AssertNothingIsLost("study.db", folder.Path);

    private protected override IStudyStore Open(string study = "study") => StudyStores.Open(null, folder.Path, study);

    private protected override void Execute(string sql) => Scalar(sql.Replace("CELLS", "cells"));

    private object? Scalar(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
