using Panoptes.Studies.Cells;
using Panoptes.Studies.Records;
using Panoptes.Studies.Stores;

namespace Panoptes.Studies.Sessions;

/// <summary>What people do to a cell.</summary>
public static class CellActs
{
    /// <summary>Writes a note down, and lists the cell anew.</summary>
    /// <param name="study">The study.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="note">What is noted; its author and place are filled in.</param>
    /// <returns>The cell's row now.</returns>
    public static CellRow Note(StudyContext study, PlannedCell cell, StudyEvent note)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(note);
        var folder = study.Folder.Of(cell);
        CellNotes.Write(folder.Notes, note with { Attempt = folder.NewestToken, By = Author.OfThisProcess }, TimeProvider.System);
        return study.Index.Refresh(cell, study.Leases.Read(cell.Fingerprint));
    }

    /// <summary>Ends a cell's job where a scheduler has it, and keeps it from being carried out until it is asked for again.</summary>
    public static void Cancel(StudyContext study, PlannedCell cell, string reason)
    {
        ArgumentNullException.ThrowIfNull(study);
        var row = study.Index.Refresh(cell, study.Leases.Read(cell.Fingerprint));
        if (StudyLaunchers.ToAsk(study) is { } launcher && StudyStatus.LatestJob(row.Status, launcher.Name) is { } job)
        {
            launcher.Cancel([job]);
        }

        Note(study, cell, new CancelledNote { Reason = reason });
    }
}
