using Panoptes.Foundation;

namespace Panoptes.Studies.Imports.Records;

/// <summary>Reads many runs so that a broken one does not take the others with it.</summary>
internal static class EachRun
{
    /// <summary>The runs of all sources; one that cannot be read is left out with a warning where others can.</summary>
    /// <typeparam name="T">What a source is.</typeparam>
    /// <param name="sources">The sources.</param>
    /// <param name="read">Reads one; null stands for a source without a run.</param>
    /// <param name="warn">Told of what was left out.</param>
    /// <exception cref="InputException">None can be read: the first one's error.</exception>
    public static IReadOnlyList<ImportedRun> Read<T>(
        IReadOnlyList<T> sources, Func<T, IEnumerable<ImportedRun?>> read, Action<string> warn)
    {
        var runs = new List<ImportedRun>();
        var faults = new List<InputException>();
        foreach (var source in sources)
        {
            try
            {
                runs.AddRange(read(source).OfType<ImportedRun>());
            }
            catch (InputException fault)
            {
                faults.Add(fault);
            }
        }

        if (runs.Count == 0 && faults.Count > 0)
        {
            throw faults[0];
        }

        faults.ForEach(fault => warn($"left out: {fault.Message}"));
        return runs;
    }
}
