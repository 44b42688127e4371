using System.Collections.Concurrent;
using Panoptes.Dashboard.Catalog;
using Panoptes.Foundation;

namespace Panoptes.Dashboard.StudyViews;

/// <summary>Studies that were read lately: a study of thousands of cells is not read for every look at it.</summary>
/// <param name="catalog">Where studies were found.</param>
/// <param name="time">The clock.</param>
internal sealed class StudyShelf(RunCatalog catalog, TimeProvider time)
{
    // Reading again waits for many times what it took.
    private const int Restraint = 20;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(3);
    private readonly ConcurrentDictionary<string, (StudyView View, long Read, TimeSpan Took)> shelf = new();
    private readonly Lock gate = new();

    /// <summary>The names that addresses use, and the folders.</summary>
    public IReadOnlyList<(string Id, string Path)> All =>
        [.. catalog.Studies.Order(StringComparer.Ordinal).Select(path => (RunNames.Id(path), path))];

    /// <summary>A study; null where there is none of this name.</summary>
    public StudyView? Find(string id)
    {
        if (All.FirstOrDefault(study => study.Id == id) is not { Path: { } path })
        {
            return null;
        }

        lock (gate)
        {
            if (shelf.TryGetValue(id, out var known))
            {
                var age = time.GetElapsedTime(known.Read);
                if (age < Fresh || age < Restraint * known.Took)
                {
                    return known.View;
                }
            }

            try
            {
                var began = time.GetTimestamp();
                var view = StudyView.Read(id, path);
                shelf[id] = (view, time.GetTimestamp(), time.GetElapsedTime(began));
                return view;
            }
            catch (InputException)
            {
                return null; // It is gone since.
            }
        }
    }
}
