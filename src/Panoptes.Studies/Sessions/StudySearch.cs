using Panoptes.Experiments.Events;
using Panoptes.Foundation;
using Panoptes.Studies.Cells;
using Panoptes.Studies.Leases;
using Panoptes.Studies.Planning;
using Panoptes.Studies.Progress;
using Panoptes.Studies.Records;
using Panoptes.Studies.Search;
using Panoptes.Studies.Settings;
using Panoptes.Studies.Statuses;

namespace Panoptes.Studies.Sessions;

/// <summary>
/// The search of a study: which trials are cells already, what they came to, and which are to be cells next. Whoever adds cells holds a
/// lease of the plan, so that many workers may do so.
/// </summary>
public static class StudySearch
{
    private const string PlanKey = "plan";
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    /// <summary>The search of a study.</summary>
    /// <param name="config">The study's settings; it has one.</param>
    /// <param name="higherIsBetter">Whether a higher number is better.</param>
    public static ISearch Of(StudyConfig config, bool higherIsBetter)
    {
        ArgumentNullException.ThrowIfNull(config);
        return config.Search!.Method == SearchMethod.Halving
            ? new HalvingSearch(config.Search, higherIsBetter)
            : new FlatSearch(config.Search, higherIsBetter);
    }

    /// <summary>Waits for the lease of the study's plan.</summary>
    public static HeldLease TakePlan(StudyContext study)
    {
        ArgumentNullException.ThrowIfNull(study);
        for (; ; )
        {
            if (study.Leases.TryTake(PlanKey, ThisProcess.Owner(), out _) is { } lease)
            {
                return lease;
            }

            study.Leases.Await(Patience, CancellationToken.None);
        }
    }

    /// <summary>What has become of each training of a search.</summary>
    /// <param name="study">The study.</param>
    /// <param name="cells">Its cells.</param>
    /// <param name="higherIsBetter">Whether a higher number is better, as far as a result says.</param>
    public static IReadOnlyList<RungResult> Results(StudyContext study, IReadOnlyList<PlannedCell> cells, out bool higherIsBetter)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(cells);
        higherIsBetter = true;
        var search = Of(study.Config, higherIsBetter);
        var reader = new CellReader(study.Folder, study.Config.Leases);
        var held = study.Held();
        var results = new List<RungResult>(cells.Count);
        foreach (var cell in cells)
        {
            if (search.Named(cell.Key.Recipe) is not { } training)
            {
                continue;
            }

            var status = reader.Status(cell, held.GetValueOrDefault(cell.Fingerprint));
            var state = status.State switch
            {
                CellState.Completed => RungState.Done,
                CellState.Failed or CellState.Cancelled or CellState.Invalidated or CellState.Skipped => RungState.Failed,
                _ => RungState.Open,
            };
            var metric = state == RungState.Done ? Judging(study, cell) : null;
            higherIsBetter = metric?.HigherIsBetter ?? higherIsBetter;
            results.Add(new RungResult(training.Trial, training.Rung, state, metric?.Value) { Steps = cell.Steps });
        }

        return results;
    }

    /// <summary>Plans further cells, if there are any to begin now.</summary>
    /// <param name="study">The study.</param>
    /// <param name="capacity">How many trainings to begin at most.</param>
    /// <returns>All cells now.</returns>
    public static IReadOnlyList<PlannedCell> Extend(StudyContext study, int capacity)
    {
        ArgumentNullException.ThrowIfNull(study);
        using var plan = TakePlan(study);
        var before = study.Folder.ReadCells();
        var (search, begun, further) = Trainings(study, before, capacity);
        if (further.Count == 0 || !plan.IsNewest())
        {
            return before;
        }

        var cells = Matrix(study, search, [.. begun, .. further]).Cells();
        study.Folder.WriteCells(cells);
        var known = before.Select(cell => cell.Id).ToHashSet();
        study.Store.Write([.. cells.Where(cell => !known.Contains(cell.Id)).Select(CellIndex.Planned)]);
        study.Replan();
        return cells;
    }

    /// <summary>Whether nothing is left to begin and nothing is open.</summary>
    public static bool IsOver(StudyContext study, IReadOnlyList<PlannedCell> cells)
    {
        ArgumentNullException.ThrowIfNull(study);
        var results = Results(study, cells, out var higher);
        return Of(study.Config, higher).IsOver(results);
    }

    /// <summary>The recipes that a plan begins with, to see whether they can be used; null where the study has no search.</summary>
    internal static IReadOnlyList<VariantConfig>? First(StudyConfig config)
    {
        if (config.Search is null)
        {
            return null;
        }

        var search = Of(config, higherIsBetter: true);
        return [.. search.Next([], int.MaxValue).Take(Most(search)).Select(training => Recipe(search, training))];
    }

    /// <summary>The cells of a study's plan: of a search those that are there, and so many more as may begin.</summary>
    internal static IReadOnlyList<PlannedCell> Cells(StudyContext study, int capacity)
    {
        if (study.Config.Search is null)
        {
            return Matrix(study, null, []).Cells();
        }

        var (search, begun, further) = Trainings(study, File.Exists(study.Folder.Cells) ? study.Folder.ReadCells() : [], capacity);
        return Matrix(study, search, [.. begun, .. further]).Cells();
    }

    // The trainings that are cells already, and those that are to be next.
    private static (ISearch Search, IReadOnlyList<TrialRung> Begun, IReadOnlyList<TrialRung> Further) Trainings(
        StudyContext study, IReadOnlyList<PlannedCell> cells, int capacity)
    {
        var results = Results(study, cells, out var higher);
        var search = Of(study.Config, higher);
        var begun = cells.Select(cell => search.Named(cell.Key.Recipe)).OfType<TrialRung>()
            .Where(training => training.Trial < search.Trials.Count).Distinct().ToList();
        var further = new List<TrialRung>();
        var flat = study.Config.Search!.Method != SearchMethod.Halving;
        foreach (var next in search.Next(results, flat ? int.MaxValue : capacity))
        {
            if (!begun.Contains(next) && !further.Contains(next) && search.Admits(results, next))
            {
                further.Add(next);
                results = [.. results, new RungResult(next.Trial, next.Rung, RungState.Open)];
            }
        }

        return (search, begun, further);
    }

    private static StudyMatrix Matrix(StudyContext study, ISearch? search, IReadOnlyList<TrialRung> trainings) => new(
        study.Config, Path.GetDirectoryName(study.Folder.ReadRecord().File)!, study.Folder.Scenes,
        search is null ? null : [.. trainings.Select(training => Recipe(search, training))]);

    private static int Most(ISearch search) => Math.Min(search.Trials.Count, 64);

    private static VariantConfig Recipe(ISearch search, TrialRung training) =>
        new() { Name = search.NameOf(training), Set = search.OverridesOf(training) };

    private static MetricRow? Judging(StudyContext study, PlannedCell cell)
    {
        try
        {
            return JudgedMetric.Of(
                study.Folder.Of(cell).ReadResult()?.Metrics ?? [], study.Config.Search!.Metric ?? study.Config.Metric);
        }
        catch (InputException)
        {
            return null;
        }
    }
}
