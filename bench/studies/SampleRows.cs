using Panoptes.Studies.Cells;
using Panoptes.Studies.Statuses;
using Panoptes.Studies.Stores;

namespace StudiesBench;

/// <summary>Cells and evaluations as a large study has them.</summary>
internal static class SampleRows
{
    private const int Recipes = 10;
    private const int Seeds = 10;

    /// <summary>Cells of a matrix; ids are spread as fingerprints are.</summary>
    public static CellRow[] Cells(int count) => [.. Enumerable.Range(0, count).Select(Cell)];

    /// <summary>Evaluations of one cell, three numbers each.</summary>
    public static EvaluationRow[] Evaluations(string cell, int count) =>
    [
        .. from step in Enumerable.Range(1, count)
           from metric in new[] { "mean_iou", "mean_accuracy", "pixel_accuracy" }
           select new EvaluationRow(cell, 1, "val", step * 4000, metric, 0.5 + (step * 0.01), step * 900.5, step == count),
    ];

    private static CellRow Cell(int number)
    {
        var fingerprint = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(number)));
        var key = new CellKey("cityscapes", $"model_{number / (Recipes * Seeds)}", $"recipe_{number / Seeds % Recipes}", number % Seeds);
        return new CellRow
        {
            Id = fingerprint[..16],
            Key = key,
            Fingerprint = fingerprint,
            Folder = $"{key.Data}/{key.Model}/{key.Recipe}/s{key.Seed}-{fingerprint[..8]}",
            Status = new CellStatus
            {
                State = (CellState)(number % 14),
                Reason = "waits for Resources",
                Step = number,
                Steps = 160_000,
                StepsPerSecond = 5.9,
                Attempts = 2,
                Jobs = [$"slurm {number}", $"slurm {number + 1}"],
            },
            Metric = "mean_iou",
            Value = 0.7684,
            Best = 0.7692,
            Seconds = 27_050.5,
            Token = 2,
            Updated = DateTime.UtcNow,
        };
    }
}
