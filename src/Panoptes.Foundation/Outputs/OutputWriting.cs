namespace Panoptes.Foundation.Outputs;

/// <summary>
/// The time in which planned outputs are written. While it is open, manifests list them as being written, so that an interrupted command
/// may be run again; when it closes they list size and hash of what was written, and folders left empty are removed.
/// </summary>
public sealed class OutputWriting : IDisposable
{
    private readonly string verb;
    private readonly IReadOnlyList<IGrouping<string, PlannedFile>> byFolder;
    private readonly Dictionary<string, (FileIdentity Identity, OutputRecord? Record)> before = new(StringComparer.Ordinal);
    private readonly List<string> made = [];

    internal OutputWriting(OutputPlan plan)
    {
        verb = plan.Verb;
        byFolder = [.. plan.Files.GroupBy(file => file.Root)];
        foreach (var files in byFolder)
        {
            Make(files.Key);
            var manifest = OutputManifest.Read(files.Key);
            foreach (var file in files)
            {
                Make(Path.GetDirectoryName(file.Path)!);
                if (FileIdentity.Of(file.Path) is { } identity)
                {
                    before[file.Path] = (identity, manifest.Find(file.Name));
                }

                manifest.Set(file.Name, new OutputRecord(verb, null, null));
            }

            manifest.Write();
        }
    }

    /// <summary>Notes what was written.</summary>
    public void Dispose()
    {
        foreach (var files in byFolder)
        {
            var manifest = OutputManifest.Read(files.Key);
            foreach (var file in files)
            {
                Note(manifest, file);
            }

            manifest.Write();
        }

        foreach (var folder in made.OrderByDescending(folder => folder.Length)
            .Where(folder => Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            Directory.Delete(folder);
        }
    }

    private void Note(OutputManifest manifest, PlannedFile file)
    {
        // A file is written under another name and renamed: it is another file afterwards.
        var isUntouched = before.TryGetValue(file.Path, out var old) && FileIdentity.Of(file.Path) == old.Identity;
        if (isUntouched && old.Record is not null)
        {
            manifest.Set(file.Name, old.Record);
        }
        else if (!isUntouched && File.Exists(file.Path))
        {
            manifest.Set(file.Name, OutputRecord.Of(verb, file.Path));
        }
        else
        {
            manifest.Remove(file.Name);
        }
    }

    private void Make(string folder)
    {
        var missing = new List<string>();
        for (var at = folder; at is not null && !Directory.Exists(at); at = Path.GetDirectoryName(at))
        {
            missing.Add(at);
        }

        Directory.CreateDirectory(folder);
        made.AddRange(missing);
    }
}
