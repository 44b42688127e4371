using Panoptes.Data.Synthetic;
using Panoptes.Experiments.Configuration;
using Panoptes.Foundation;
using Panoptes.Studies.Cells;
using Panoptes.Studies.Folders;
using Panoptes.Studies.Planning;
using Panoptes.Studies.Records;
using Panoptes.Studies.Settings;

namespace Panoptes.Studies.Sessions;

/// <summary>Makes studies and plans their cells.</summary>
public static class StudyPlanning
{
    /// <summary>Makes a study from its file, or takes what has changed in the file over.</summary>
    /// <param name="file">The file.</param>
    /// <param name="overrides">Settings that win over it.</param>
    /// <returns>The study's folder.</returns>
    /// <exception cref="InputException">The file cannot be used, or the folder is another study's.</exception>
    public static StudyFolder Init(string file, IReadOnlyList<string> overrides)
    {
        var config = ConfigReader.Read<StudyConfig>(file, overrides);
        var folder = StudyFolder.Of(config, file);
        var source = Path.GetFullPath(file);
        if (File.Exists(folder.Record) && folder.ReadRecord() is { } before && before.File != source)
        {
            throw new InputException(
                folder.Shown, $"a study that was made from {before.File}", $"one made from {source}, or no study yet",
                "give this one another name (name: ...) or folder");
        }

        if (!File.Exists(folder.Record) && Directory.Exists(folder.FullPath)
            && Directory.EnumerateFileSystemEntries(folder.FullPath).FirstOrDefault() is { } other)
        {
            throw new InputException(
                folder.Shown, $"a folder that is no study and holds other files ({Path.GetFileName(other)})", "a new or empty folder",
                "give the study another name (name: ...) or folder");
        }

        // Before anything is written: a study whose cells cannot be made is none.
        _ = new StudyMatrix(config, Path.GetDirectoryName(source)!, folder.Scenes, StudySearch.First(config)).Cells();
        if (config.Shared)
        {
            GroupAccess.Share();
        }

        Directory.CreateDirectory(folder.FullPath);
        if (config.Shared)
        {
            GroupAccess.Give(folder.FullPath);
        }

        folder.Write(config with { Name = folder.Name, Folder = Path.GetDirectoryName(folder.FullPath)! }, new StudyRecord
        {
            Name = folder.Name,
            File = source,
            Directory = Environment.CurrentDirectory,
            By = Author.OfThisProcess,
            Utc = DateTime.UtcNow,
        });
        return folder;
    }

    /// <summary>Plans the cells of a study: writes them down and lists them in its store. What is done stays done.</summary>
    /// <param name="study">The study.</param>
    /// <returns>The cells, and those of an earlier plan that this one no longer has.</returns>
    public static (IReadOnlyList<PlannedCell> Cells, int Dropped) Plan(StudyContext study)
    {
        ArgumentNullException.ThrowIfNull(study);
        using var plan = StudySearch.TakePlan(study);
        var cells = StudySearch.Cells(study, study.Config.Search is null ? 0 : Math.Max(1, study.Config.Launcher.Local.Slots));
        var budget = study.Config.Budget;
        var wanted = cells.Count(cell => cell.Skipped is null);
        if (budget.Cells is { } most && wanted > most)
        {
            throw new InputException(
                "budget.cells", $"{wanted} cells", $"at most {most}", "leave cells out with conditions, or raise budget.cells");
        }

        if (study.Config.Scenes is { } scenes)
        {
            SyntheticFolder.Write(study.Folder.Scenes, scenes);
        }

        study.Folder.WriteCells(cells);
        study.Replan();
        return (cells, Relist(study, cells));
    }

    /// <summary>Lists all cells in the store anew, as their folders say; for a store that was lost or is new.</summary>
    /// <returns>How many cells of an earlier plan are kept in it as stale.</returns>
    public static int Relist(StudyContext study, IReadOnlyList<PlannedCell> cells)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(cells);
        var known = study.Store.Cells();
        var ids = cells.Select(cell => cell.Id).ToHashSet();
        var held = study.Held();
        study.Index.Refresh(cells, cell => held.GetValueOrDefault(cell.Fingerprint));
        var dropped = known.Where(row => !ids.Contains(row.Id)).ToList();
        var begun = dropped.Where(row => Directory.Exists(Path.Combine(study.Folder.FullPath, row.Folder))).ToList();
        study.Store.Write(
        [
            .. begun.Select(row => row with
            {
                IsInMatrix = false,
                Status = row.Status with
                {
                    State = Statuses.StatusTable.Next(row.Status.State, Statuses.StatusEvent.Changed),
                    Reason = "the study's settings or files have changed since",
                },
            }),
        ]);
        study.Store.Remove([.. dropped.Except(begun).Select(row => row.Id)]);
        return begun.Count;
    }
}
