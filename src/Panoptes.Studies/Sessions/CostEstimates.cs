using Panoptes.Experiments.Sessions;
using Panoptes.Studies.Cells;
using Panoptes.Studies.Planning;
using Panoptes.Studies.Statuses;
using Spectre.Console;

namespace Panoptes.Studies.Sessions;

/// <summary>
/// What cells are expected to cost: as measured in cells of the same model and recipe that are done; else as a probe found; else as cells
/// of the same model took, in proportion to the batch; else nobody knows.
/// </summary>
public sealed class CostEstimates
{
    private const double MiB = 1 << 20;
    private readonly Dictionary<string, CellCost> measured = [];
    private readonly Dictionary<string, (CellCost Cost, int Batch)> models = [];
    private readonly IReadOnlyDictionary<string, CellCost> probed;

    /// <summary>Reads what is known.</summary>
    public CostEstimates(StudyContext study)
    {
        ArgumentNullException.ThrowIfNull(study);
        probed = CostFile.Read(Path.Combine(study.Folder.FullPath, CostFile.Name));
        foreach (var cell in study.Cells.Where(cell => cell.Skipped is null))
        {
            var folder = study.Folder.Of(cell);
            if (Directory.Exists(folder.FullPath) && folder.ReadResult() is { TrainSeconds: > 0, Step: > 0 } result)
            {
                var cost = new CellCost(
                    result.TrainSeconds / result.Step, result.PeakMemoryMib,
                    !result.Device.StartsWith("cuda", StringComparison.Ordinal), "measured cells");
                measured.TryAdd(Key(cell), cost);
                models.TryAdd($"{cell.Key.Data}/{cell.Key.Model}", (cost, cell.Batch));
            }
        }
    }

    /// <summary>What a cell is expected to cost.</summary>
    public CellCost Of(PlannedCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return measured.TryGetValue(Key(cell), out var same) ? same
            : probed.TryGetValue(Key(cell), out var probe) ? probe
            : models.TryGetValue($"{cell.Key.Data}/{cell.Key.Model}", out var near) ? near.Cost with
            {
                SecondsPerStep = near.Cost.SecondsPerStep * cell.Batch / near.Batch,
                MemoryMib = near.Batch >= cell.Batch ? near.Cost.MemoryMib : null,
                Source = "another batch",
            }
            : CellCost.Unknown;
    }

    /// <summary>Measures a few steps of every model and recipe on this machine, and writes down what they take.</summary>
    /// <param name="study">The study.</param>
    /// <param name="steps">Steps of each.</param>
    /// <param name="console">Where progress is shown.</param>
    public static void Probe(StudyContext study, int steps, IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(study);
        var path = Path.Combine(study.Folder.FullPath, CostFile.Name);
        var costs = new Dictionary<string, CellCost>(CostFile.Read(path));
        foreach (var group in study.Cells.Where(cell => cell.Skipped is null).GroupBy(Key).Where(group => !costs.ContainsKey(group.Key)))
        {
            var config = StudyMatrix.ConfigOf(group.First());
            var run = PlanSession.Run(config, [1], steps, console);
            var batch = config.Train.BatchSize;
            costs[group.Key] = new CellCost(
                run.Curve.Compute(batch).Total * config.Train.Accumulation, run.Curve.Peak(batch) / MiB,
                run.Device == "cpu", "probe");
            CostFile.Write(path, costs);
        }
    }

    /// <summary>Hours of devices that are left to do; what nobody knows is counted in the second number.</summary>
    /// <param name="study">The study.</param>
    public (double Hours, int Unknown) Left(StudyContext study)
    {
        ArgumentNullException.ThrowIfNull(study);
        var (hours, unknown) = (0.0, 0);
        var cells = study.Cells.ToDictionary(cell => cell.Id);
        foreach (var row in study.Store.Cells().Where(row => row.IsInMatrix && IsOpen(row.Status.State)))
        {
            var cell = cells[row.Id];
            var left = Of(cell).DeviceHours(Math.Max(0, cell.Steps - row.Status.Step), study.Config.Launcher.Processes);
            hours += left ?? 0;
            unknown += left is null ? 1 : 0;
        }

        return (hours, unknown);
    }

    private static bool IsOpen(CellState state) => StatusTable.IsToDo(state, alsoFailed: true) || StatusTable.IsActive(state);

    private static string Key(PlannedCell cell) => CostFile.Key(cell.Key.Data, cell.Key.Model, cell.Key.Recipe);
}
