using Panoptes.Studies.Cells;
using Panoptes.Studies.Statuses;
using Panoptes.Studies.Stores;

namespace Panoptes.Studies.Tests.Stores;

/// <summary>Rows to write.</summary>
internal static class SampleCells
{
    public static readonly DateTime Noon = new(2026, 5, 4, 12, 0, 0, 123, 456, DateTimeKind.Utc);

    /// <summary>One with something in every field.</summary>
    public static CellRow Full(string id = "5ce565e4") => new()
    {
        Id = id,
        Key = new CellKey("camvid", "segformer_b3", "b16", -3),
        Fingerprint = new string('a', 64),
        Folder = "camvid/segformer_b3/b16/s0-5ce565e4",
        IsInMatrix = false,
        Status = new CellStatus
        {
            State = CellState.Failed,
            Failure = FailureKind.OutOfMemory,
            Reason = "außerhalb: 'x' \"y\" \\ \n 雪 🦉 %s $1 @p",
            Step = 12_000_000_000,
            Steps = 20_000_000_000,
            StepsPerSecond = 2.96,
            Attempts = 3,
            Jobs = ["slurm 1057498_3", "local \"7\"", "雪"],
        },
        Metric = "mean_iou",
        Value = 0.1 + 0.2,
        Best = double.MaxValue,
        Seconds = 8958.25,
        Token = 7,
        Updated = Noon,
    };

    public static CellRow Cell(string id, long token = 1, double? value = null) =>
        new() { Id = id, Key = new CellKey("data", "model", "recipe", 0), Token = token, Value = value };

    public static EvaluationRow Number(string cell, long attempt, long step, double? value, string metric = "mean_iou") =>
        new(cell, attempt, "val", step, metric, value, 1.5 * step, false);

    /// <summary>Two rows are the same, their lists as well.</summary>
    public static void AssertSame(CellRow expected, CellRow actual)
    {
        Assert.Equal(expected.Status.Jobs, actual.Status.Jobs);
        Assert.Equal(expected with { Status = expected.Status with { Jobs = actual.Status.Jobs } }, actual);
    }
}
