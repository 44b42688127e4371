using Panoptes.Foundation;
using Panoptes.Studies.Folders;
using Panoptes.Studies.Results;
using Panoptes.Studies.Sessions;

namespace Panoptes.Dashboard.StudyViews;

/// <summary>A study as its folder is now.</summary>
/// <param name="Id">What addresses name it by.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="Results">Its cells; null where they cannot be read.</param>
/// <param name="Fault">Why they cannot; empty where they can.</param>
internal sealed record StudyView(string Id, StudyFolder Folder, StudyResults? Results, string Fault)
{
    /// <summary>Reads one; writes nothing.</summary>
    public static StudyView Read(string id, string path)
    {
        var folder = StudyFolder.Existing(path);
        try
        {
            return new StudyView(id, folder, StudyReading.Look(folder), "");
        }
        catch (InputException fault)
        {
            return new StudyView(id, folder, null, fault.Message);
        }
    }
}
