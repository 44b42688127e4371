using Panoptes.Foundation;
using Panoptes.Studies.Stores;

namespace Panoptes.Studies.Tests.Stores;

/// <summary>A store as the first version made it, written out by hand.</summary>
internal static class OlderSchema
{
    public const string Sqlite = """
        CREATE TABLE schema_version (number INTEGER PRIMARY KEY, about TEXT NOT NULL);
        INSERT INTO schema_version VALUES (1, 'cells and evaluations');
        CREATE TABLE cells (study TEXT NOT NULL, id TEXT NOT NULL, data TEXT NOT NULL, model TEXT NOT NULL, recipe TEXT NOT NULL,
            seed INTEGER NOT NULL, fingerprint TEXT NOT NULL, folder TEXT NOT NULL, in_matrix INTEGER NOT NULL, state TEXT NOT NULL,
            failure TEXT, reason TEXT NOT NULL, step INTEGER NOT NULL, steps INTEGER NOT NULL, steps_per_second REAL,
            attempts INTEGER NOT NULL, jobs TEXT NOT NULL, metric TEXT NOT NULL, value REAL, best REAL, seconds REAL NOT NULL,
            token INTEGER NOT NULL, updated TEXT NOT NULL, PRIMARY KEY (study, id));
        CREATE TABLE evaluations (study TEXT NOT NULL, cell TEXT NOT NULL, attempt INTEGER NOT NULL, split TEXT NOT NULL,
            step INTEGER NOT NULL, metric TEXT NOT NULL, value REAL, seconds REAL NOT NULL, is_final INTEGER NOT NULL,
            PRIMARY KEY (study, cell, step, attempt, split, metric, is_final)) WITHOUT ROWID;
        """;

    public const string Postgres = """
        CREATE SCHEMA panoptes;
        CREATE TABLE panoptes.schema_version (number bigint PRIMARY KEY, about text COLLATE "C" NOT NULL);
        INSERT INTO panoptes.schema_version VALUES (1, 'cells and evaluations');
        CREATE TABLE panoptes.cells (study text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, data text COLLATE "C" NOT NULL,
            model text COLLATE "C" NOT NULL, recipe text COLLATE "C" NOT NULL, seed bigint NOT NULL, fingerprint text COLLATE "C" NOT NULL,
            folder text COLLATE "C" NOT NULL, in_matrix boolean NOT NULL, state text COLLATE "C" NOT NULL, failure text COLLATE "C",
            reason text COLLATE "C" NOT NULL, step bigint NOT NULL, steps bigint NOT NULL, steps_per_second double precision,
            attempts bigint NOT NULL, jobs text COLLATE "C" NOT NULL, metric text COLLATE "C" NOT NULL, value double precision,
            best double precision, seconds double precision NOT NULL, token bigint NOT NULL, updated timestamptz NOT NULL,
            PRIMARY KEY (study, id));
        CREATE TABLE panoptes.evaluations (study text COLLATE "C" NOT NULL, cell text COLLATE "C" NOT NULL, attempt bigint NOT NULL,
            split text COLLATE "C" NOT NULL, step bigint NOT NULL, metric text COLLATE "C" NOT NULL, value double precision,
            seconds double precision NOT NULL, is_final boolean NOT NULL,
            PRIMARY KEY (study, cell, step, attempt, split, metric, is_final));
        """;

    public const string Rows = """
        INSERT INTO CELLS VALUES ('old', 'aa', 'd', 'm', 'r', 4, 'f', 'd/m/r', true, 'running', NULL, 'why', 10, 20, 0.5, 2, '["slurm 1"]',
            'mean_iou', 0.5, 0.75, 12.5, 3, '2026-05-04T12:00:00.123456Z');
        INSERT INTO EVALUATIONS VALUES ('old', 'aa', 3, 'val', 10, 'mean_iou', 0.5, 6.25, true);
        """;

    public static void AssertBroughtUp(Func<IStudyStore> open)
    {
        using var store = open();
        var cell = Assert.Single(store.Cells());
        Assert.Equal(("aa", 3L, 0.75, SampleCells.Noon), (cell.Id, cell.Token, cell.Best, cell.Updated));
        Assert.Equal("slurm 1", Assert.Single(cell.Status.Jobs));
        Assert.Equal(new EvaluationRow("aa", 3, "val", 10, "mean_iou", 0.5, 6.25, true), Assert.Single(store.Evaluations("aa")));
        store.Write([cell with { Token = 2, Best = 0 }]);
        store.Write([SampleCells.Cell("bb")]);
        Assert.Equal([["aa", 0.75], ["bb", null]], store.Query("SELECT id, best FROM cells ORDER BY id").Rows);
    }

    public static void AssertNewerIsRefused(Func<IStudyStore> open)
    {
        var error = Assert.Throws<InputException>(() => open());
        Assert.Contains("found schema version 99; expected version 2 or an older one; use the newer panoptes", error.Message);
    }
}
