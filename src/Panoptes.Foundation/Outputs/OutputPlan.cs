namespace Panoptes.Foundation.Outputs;

/// <summary>
/// The one place through which a command's outputs go: every file it will write is named here first, and refused before anything is
/// written where it would harm something. Refused are an input (by whatever name: links, letter case, <c>..</c>), a file of an input
/// folder, a name that leaves its own folder, a second result of the same name, and a file that this verb did not write, which a small
/// manifest beside the outputs tells. Only the last gives way to force.
/// </summary>
public sealed class OutputPlan
{
    /// <summary>Name of the hidden file in an output folder that lists which of its files a verb wrote.</summary>
    public const string ManifestName = OutputManifest.Name;

    private readonly bool force;
    private readonly InputPaths inputs = new();
    private readonly PlannedNames names = new();
    private readonly Dictionary<string, OutputManifest> manifests = new(StringComparer.Ordinal);

    /// <summary>Begins a plan.</summary>
    /// <param name="verb">The verb that writes, such as <c>convert labels-to-panoptic</c>; what another verb wrote is not replaced.</param>
    /// <param name="force">Replace also files that this verb did not write; never inputs.</param>
    public OutputPlan(string verb, bool force = false) => (Verb, this.force) = (verb, force);

    /// <summary>The verb that writes.</summary>
    public string Verb { get; }

    /// <summary>The files planned, with their folders resolved.</summary>
    internal IEnumerable<PlannedFile> Files => names.Files;

    /// <summary>Names what the command reads: files, and folders with all that is in them. Comes before the outputs.</summary>
    public OutputPlan Reads(params IEnumerable<string?> paths)
    {
        foreach (var path in paths.Where(path => !string.IsNullOrEmpty(path)))
        {
            inputs.Add(path!, isTree: true);
        }

        return this;
    }

    /// <summary>Names a folder of which only the files directly in it are read, so that outputs may go to a new folder inside.</summary>
    public OutputPlan ReadsFilesOf(string folder)
    {
        inputs.Add(folder, isTree: false);
        return this;
    }

    /// <summary>Plans a file that the user names.</summary>
    /// <param name="path">Where it goes.</param>
    /// <param name="option">What the user named it with.</param>
    /// <returns>The path to write to.</returns>
    /// <exception cref="InputException">It would harm something.</exception>
    public string File(string path, string option = "--out")
    {
        var source = $"{option} {path}";
        if (string.IsNullOrEmpty(path) || path.Contains('\0')
            || Path.EndsInDirectorySeparator(path) || Path.GetFileName(path) is "." or "..")
        {
            throw new InputException(source, "no file name", "the name of a file", $"give another {option}");
        }

        RefuseFileAsFolder(Path.GetDirectoryName(Path.GetFullPath(path)), source, option);
        var target = RealPath.OfTarget(path);
        Check(new PlannedFile(target, Path.GetDirectoryName(target)!), source, option, option);
        return target;
    }

    /// <summary>Plans a folder whose files' names follow from the inputs.</summary>
    /// <param name="path">The folder; it need not exist.</param>
    /// <param name="option">What the user named it with.</param>
    /// <param name="isSidecar">Whether it may lie in an input folder, as its files are never taken for inputs there.</param>
    /// <exception cref="InputException">It is an input, lies in one, or is no folder.</exception>
    public OutputFolder Folder(string path, string option = "--out", bool isSidecar = false)
    {
        var source = $"{option} {path}";
        if (string.IsNullOrEmpty(path) || path.Contains('\0'))
        {
            throw new InputException(source, "no name", "the name of a folder", $"give another {option}");
        }

        RefuseFileAsFolder(Path.GetFullPath(path), source, option);
        var real = RealPath.Of(path);
        if (inputs.SameFolder(real) is { } input)
        {
            throw new InputException(
                source, $"the output folder {path} to be the input {input}", "another folder",
                $"give another {option}: nothing was written");
        }

        if (!isSidecar && inputs.TreeAround(real) is { } tree)
        {
            throw new InputException(
                source, $"an output folder inside the input {tree}", "a folder outside",
                $"give another {option}: its files would be read as inputs next time");
        }

        names.AddFolder(real, source);
        return new OutputFolder(this, path, real, option);
    }

    /// <summary>Whether the verb wrote a file of an output folder, and nobody changed it since.</summary>
    public bool Owns(string folder, string file)
    {
        var root = RealPath.Of(folder);
        return Owns(new PlannedFile(RealPath.OfTarget(file), root));
    }

    /// <summary>Removes the files of an output folder that the verb wrote and nobody changed since, and the folders left empty.</summary>
    public void RemoveOwn(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        var manifest = OutputManifest.Read(RealPath.Of(folder));
        foreach (var name in manifest.Files.ToList())
        {
            var file = Path.Combine(folder, name);
            if (manifest.Owns(Verb, name))
            {
                System.IO.File.Delete(file);
            }

            if (!System.IO.File.Exists(file))
            {
                manifest.Remove(name);
            }
        }

        manifest.Write();
        RemoveEmpty(folder);
    }

    /// <summary>
    /// Begins to write: makes the folders and notes the files as this verb's. Dispose it when all are written, or on the way out of an
    /// error.
    /// </summary>
    public OutputWriting Begin() => new(this);

    /// <summary>Checks a file to be written and notes its name.</summary>
    /// <param name="planned">The file, its folder resolved.</param>
    /// <param name="source">Who names it, for messages.</param>
    /// <param name="origin">What it is the result of, for messages.</param>
    /// <param name="option">What leads elsewhere.</param>
    internal void Check(PlannedFile planned, string source, string origin, string option)
    {
        var target = planned.Path;
        names.Add(planned, source, origin);
        if (inputs.SameFile(target) is { } input)
        {
            throw new InputException(
                source, $"an output, {target}, that is the input {input}", "another file", $"give another {option}: nothing was written");
        }

        var isLink = new FileInfo(target).LinkTarget is not null;
        if (FileIdentity.Of(target, out _, out var isRegular) is null && !isLink)
        {
            return;
        }

        if (!isLink && !isRegular)
        {
            throw new InputException(
                source, $"{(Directory.Exists(target) ? "a folder" : "a device")} at {target}", "a file or nothing",
                $"give another {option}");
        }

        var isOwn = !isLink && Owns(planned);
        if (!isOwn && (inputs.FolderOf(target) ?? inputs.FolderOf(RealPath.Of(target))) is { } folder)
        {
            throw new InputException(
                source, $"an output, {target}, that would replace a file of the input {folder}", "another file",
                $"give another {option}: nothing was written");
        }

        if (!isOwn && !force)
        {
            throw new InputException(
                source, $"{target}, which '{Verb}' did not write or which was changed since", "a new file, or one of an earlier call",
                $"give another {option}, or --force to replace it");
        }
    }

    private bool Owns(PlannedFile file)
    {
        if (!manifests.TryGetValue(file.Root, out var manifest))
        {
            manifests[file.Root] = manifest = OutputManifest.Read(file.Root);
        }

        return manifest.Owns(Verb, file.Name);
    }

    private static void RemoveEmpty(string folder)
    {
        foreach (var inner in Directory.GetDirectories(folder).Where(inner => new DirectoryInfo(inner).LinkTarget is null))
        {
            RemoveEmpty(inner);
        }

        if (!Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
    }

    private static void RefuseFileAsFolder(string? folder, string source, string option)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            if (Directory.Exists(at))
            {
                return;
            }

            if (System.IO.File.Exists(at) || new FileInfo(at).LinkTarget is not null)
            {
                throw new InputException(source, $"a file at {at}", "a folder or nothing", $"give another {option}");
            }
        }
    }
}
