namespace Panoptes.Dashboard.Catalog;

/// <summary>A folder that a scan found.</summary>
/// <param name="FullPath">The folder.</param>
/// <param name="Changed">When something was made, renamed or removed in it (UTC).</param>
/// <param name="IsStudy">Whether it is a study; else a run.</param>
internal sealed record FoundFolder(string FullPath, DateTime Changed, bool IsStudy);

/// <summary>
/// Finds runs and studies below folders again and again. A folder that has not changed since is not listed again, which is what makes it
/// cheap. Links are not followed. Not for several threads.
/// </summary>
/// <param name="roots">The folders.</param>
internal sealed class FolderScan(IReadOnlyList<string> roots)
{
    private const int Deepest = 12;
    private static readonly EnumerationOptions Real = new()
    {
        AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden,
        IgnoreInaccessible = true,
    };

    private readonly Dictionary<string, Known> known = [];

    /// <summary>All runs and studies.</summary>
    public IReadOnlyList<FoundFolder> Find()
    {
        var found = new List<FoundFolder>();
        foreach (var root in roots)
        {
            Visit(root, 0, found);
        }

        return found;
    }

    private void Visit(string folder, int depth, List<FoundFolder> found)
    {
        var changed = Directory.GetLastWriteTimeUtc(folder);
        if (!known.TryGetValue(folder, out var here) || here.Changed != changed)
        {
            if (!Directory.Exists(folder))
            {
                known.Remove(folder);
                return;
            }

            here = Look(folder, changed);

            // What changes within the clock's own grain after this look would not show: such a folder is looked at again.
            known[folder] = DateTime.UtcNow - changed < TimeSpan.FromSeconds(2) ? here with { Changed = default } : here;
        }

        if (here.IsRun || here.IsStudy)
        {
            found.Add(new FoundFolder(folder, changed, here.IsStudy));
        }

        if (depth < Deepest)
        {
            foreach (var name in here.Folders)
            {
                Visit(Path.Combine(folder, name), depth + 1, found);
            }
        }
    }

    private static Known Look(string folder, DateTime changed)
    {
        if (File.Exists(Path.Combine(folder, "config.resolved.yaml")))
        {
            return new Known(changed, true, false, []);
        }

        var isStudy = File.Exists(Path.Combine(folder, "study.yaml")) && File.Exists(Path.Combine(folder, "study.json"));
        return new Known(
            changed, false, isStudy, [.. new DirectoryInfo(folder).EnumerateDirectories("*", Real).Select(entry => entry.Name)]);
    }

    private sealed record Known(DateTime Changed, bool IsRun, bool IsStudy, IReadOnlyList<string> Folders);
}
