using Panoptes.Studies.Records;

namespace Panoptes.Studies.Folders;

/// <summary>
/// Everything that happened to a cell, in an order that needs no clock: attempts by their tokens, and notes after the attempt that was the
/// newest when they were written.
/// </summary>
/// <param name="Events">The events.</param>
/// <param name="Newest">The token of the newest attempt; 0 where none has begun.</param>
public sealed record CellHistory(IReadOnlyList<StudyEvent> Events, long Newest)
{
    /// <summary>Reads it.</summary>
    public static CellHistory Read(CellFolder cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        var notes = CellNotes.Read(cell.Notes);
        var attempts = cell.Begun();
        var events = new List<StudyEvent>(notes.Where(note => note.Attempt <= 0));
        foreach (var attempt in attempts)
        {
            events.AddRange(attempt.ReadEvents());
            events.AddRange(notes.Where(note => note.Attempt == attempt.Token));
        }

        events.AddRange(notes.Where(note => note.Attempt > 0 && attempts.All(attempt => attempt.Token != note.Attempt)));
        return new CellHistory(events, attempts.Count == 0 ? 0 : attempts[^1].Token);
    }

    /// <summary>The events of one kind, in order.</summary>
    public IEnumerable<T> Of<T>()
        where T : StudyEvent => Events.OfType<T>();

    /// <summary>
    /// Events since somebody last asked for the cell again: what came before counts neither as failures nor as lack of progress.
    /// </summary>
    public IEnumerable<StudyEvent> SinceWanted
    {
        get
        {
            var last = Events.ToList().FindLastIndex(entry => entry is WantedNote);
            return Events.Skip(last + 1);
        }
    }
}
