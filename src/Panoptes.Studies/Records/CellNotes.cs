using System.Globalization;
using System.Text.Json;
using Panoptes.Foundation;

namespace Panoptes.Studies.Records;

/// <summary>
/// Notes of a cell: a small file each, as several hosts may write at once and no file system shared by them appends whole lines for all.
/// </summary>
internal static class CellNotes
{
    /// <summary>Writes one.</summary>
    /// <param name="folder">The cell's folder of notes.</param>
    /// <param name="note">What is noted; its time is filled in.</param>
    /// <param name="time">The clock.</param>
    public static void Write(string folder, StudyEvent note, TimeProvider time)
    {
        var stamped = note with { Utc = time.GetUtcNow().UtcDateTime };
        var name = string.Create(CultureInfo.InvariantCulture, $"{stamped.Utc:yyyyMMdd'T'HHmmss'.'fffffff}-{Guid.NewGuid():N}.json");
        AtomicFile.WriteText(Path.Combine(folder, name), JsonSerializer.Serialize(stamped, StudyJson.Line) + "\n");
    }

    /// <summary>All that can be read, in the order of their names.</summary>
    public static IReadOnlyList<StudyEvent> Read(string folder) => !Directory.Exists(folder) ? [] :
    [
        .. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal)
            .Select(file => AttemptLog.Parse(File.ReadAllText(file))).OfType<StudyEvent>(),
    ];
}
