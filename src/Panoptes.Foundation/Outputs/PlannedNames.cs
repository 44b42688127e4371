namespace Panoptes.Foundation.Outputs;

/// <summary>A file that will be written.</summary>
/// <param name="Path">Where, its folder resolved.</param>
/// <param name="Root">The folder above it whose manifest lists it.</param>
internal readonly record struct PlannedFile(string Path, string Root)
{
    /// <summary>Its name in the manifest.</summary>
    public string Name => System.IO.Path.GetRelativePath(Root, Path);
}

/// <summary>The names of a command's results: each of one result only, also where letter case does not count.</summary>
internal sealed class PlannedNames
{
    private readonly Dictionary<string, (PlannedFile File, string Origin)> files = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> folders = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All files, as they are written.</summary>
    public IEnumerable<PlannedFile> Files => files.Values.Select(entry => entry.File);

    /// <summary>Notes a folder.</summary>
    public void AddFolder(string folder, string source)
    {
        RefuseFile(folder, source);
        for (var at = folder; at is not null && folders.Add(at); at = Path.GetDirectoryName(at))
        {
            RefuseFile(at, source);
        }
    }

    /// <summary>Notes a file.</summary>
    public void Add(PlannedFile planned, string source, string origin)
    {
        var file = planned.Path;
        if (files.TryGetValue(file, out var other))
        {
            throw new InputException(
                source, $"two results that would be written to {file}: of {other.Origin} and of {origin}", "a name of its own for each",
                "rename one, or convert them into different folders");
        }

        if (folders.Contains(file))
        {
            throw new InputException(
                source, $"{file} as a file and as a folder", "a name of its own for each",
                "give the file an ending, such as .json, or rename it");
        }

        if (Path.GetFileName(file) == OutputManifest.Name)
        {
            throw new InputException(
                source, $"the name {OutputManifest.Name}", "another name", "rename it: the list of outputs has this name");
        }

        AddFolder(Path.GetDirectoryName(file)!, source);
        files.Add(file, (planned, origin));
    }

    private void RefuseFile(string folder, string source)
    {
        if (files.ContainsKey(folder))
        {
            throw new InputException(
                source, $"{folder} as a file and as a folder", "a name of its own for each",
                "give the file an ending, such as .json, or rename it");
        }
    }
}
