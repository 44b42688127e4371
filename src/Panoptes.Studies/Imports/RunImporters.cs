using Panoptes.Foundation;
using Panoptes.Studies.Imports.Detectron2;
using Panoptes.Studies.Imports.OpenMmlab;
using Panoptes.Studies.Imports.OwnRuns;
using Panoptes.Studies.Imports.Tables;
using Panoptes.Studies.Imports.TensorBoard;

namespace Panoptes.Studies.Imports;

/// <summary>The importers, most particular first: an mmengine folder may hold TensorBoard files too.</summary>
/// <param name="all">They, in the order in which they are tried.</param>
public sealed class RunImporters(IReadOnlyList<IRunImporter> all)
{
    /// <summary>Those that this program has.</summary>
    public RunImporters()
        : this(
        [
            new OwnRunImporter(), new ProveImporter(), new MmengineImporter(), new MmcvImporter(), new Detectron2Importer(),
            new TableImporter(), new TensorBoardImporter(),
        ])
    {
    }

    /// <summary>They, in the order in which they are tried.</summary>
    public IReadOnlyList<IRunImporter> All { get; } = all;

    /// <summary>The importer for a path.</summary>
    /// <param name="path">A file or folder.</param>
    /// <param name="name">The importer asked for; null takes the first that recognizes the path.</param>
    /// <exception cref="InputException">
    /// There is no such path or importer, or none recognizes the path; lists what was looked for.
    /// </exception>
    public IRunImporter Find(string path, string? name = null)
    {
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            throw new InputException(path, "no such file or folder", "the results of a training", "check the path");
        }

        if (name is not null)
        {
            var asked = All.FirstOrDefault(importer => importer.Name == name);
            if (asked is null)
            {
                var near = NearestName.Of(name, All.Select(importer => importer.Name));
                throw new InputException(
                    "importer", name, string.Join(", ", All.Select(importer => importer.Name)),
                    near is null ? "take one of these, or leave it out" : $"did you mean '{near}'?");
            }

            return asked.Recognizes(path) ? asked : throw new InputException(
                path, "nothing of that kind", $"{asked.Name}: {asked.LooksFor}", "check the path, or leave the importer out");
        }

        return All.FirstOrDefault(importer => importer.Recognizes(path)) ?? throw new InputException(
            path, "nothing that an importer knows",
            $"one of: {string.Join("; ", All.Select(importer => $"{importer.Name} ({importer.LooksFor})"))}",
            "give the folder that holds one of these, or write the results as a CSV");
    }

    /// <summary>Reads all runs below a path; of several that are the same, the first is kept.</summary>
    /// <param name="path">A file or folder.</param>
    /// <param name="name">The importer asked for; null takes the first that recognizes the path.</param>
    /// <param name="warn">Told, a sentence each, of what was left out.</param>
    /// <exception cref="InputException">It cannot be read, or holds no run.</exception>
    public IReadOnlyList<ImportedRun> Read(string path, string? name, Action<string> warn)
    {
        ArgumentNullException.ThrowIfNull(warn);
        var importer = Find(path, name);
        var runs = importer.Read(path, warn);
        if (runs.Count == 0)
        {
            throw new InputException(path, "no run with a result", $"{importer.Name}: {importer.LooksFor}", "see what was left out");
        }

        var same = ImportedDuplicates.Of(runs);
        foreach (var pair in same)
        {
            warn($"{pair.Second.Source}: left out, {pair.Why} {pair.First.Source}");
        }

        return [.. runs.Except(same.Select(pair => pair.Second), ReferenceEqualityComparer.Instance).Cast<ImportedRun>()];
    }
}
