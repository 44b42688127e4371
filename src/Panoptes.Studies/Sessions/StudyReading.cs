using Panoptes.Studies.Gathering;
using Panoptes.Studies.Results;

namespace Panoptes.Studies.Sessions;

/// <summary>Reads what reports of a study are made of.</summary>
public static class StudyReading
{
    /// <summary>Reads it: all planned cells as their folders are now, and the runs that were taken in from elsewhere.</summary>
    public static StudyResults Results(StudyContext study)
    {
        ArgumentNullException.ThrowIfNull(study);
        StudyStatus.Refresh(study, StudyLaunchers.ToAsk(study));
        return new ResultsReader(study.Folder, study.Config).Read(study.Cells, study.Held(), AdoptedCells.Read(study));
    }
}
