using System.Text.Json;
using Panoptes.Foundation;
using Panoptes.Studies.Folders;
using Panoptes.Studies.Imports;
using Panoptes.Studies.Records;
using Panoptes.Studies.Results;

namespace Panoptes.Studies.Sessions;

/// <summary>Runs that a study has taken in from elsewhere: a file each in its folder of imports.</summary>
public static class AdoptedCells
{
    private const int Digits = 12;

    /// <summary>All of them as reports see them.</summary>
    public static IReadOnlyList<ResultCell> Read(StudyContext study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return Read(study.Folder);
    }

    /// <summary>All of them as reports see them.</summary>
    public static IReadOnlyList<ResultCell> Read(StudyFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return [.. Files(folder).Select(file => Of(file).ToResult())];
    }

    /// <summary>Takes runs in.</summary>
    /// <param name="study">The study.</param>
    /// <param name="path">A file or folder of results.</param>
    /// <param name="importer">The importer's name; null for the one that recognizes it.</param>
    /// <param name="names">What a person says of the runs.</param>
    /// <param name="say">Told what should be known, a line each.</param>
    /// <returns>How many are new.</returns>
    /// <exception cref="InputException">Nothing can be read there, or a run's place cannot be told.</exception>
    public static int Adopt(StudyContext study, string path, string? importer, ImportedNameOverrides names, Action<string> say)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(say);
        var known = Files(study.Folder).Select(file => Of(file)).ToList();
        var runs = new RunImporters().Read(path, importer, say);
        var same = ImportedDuplicates.Of([.. known.Select(cell => cell.Run), .. runs]);
        var cells = new List<ImportedCell>();
        foreach (var run in runs)
        {
            if (same.FirstOrDefault(pair => ReferenceEquals(pair.Second, run)) is { } twice)
            {
                say($"{run.Name}: left out, {twice.Why} {twice.First.Name}");
                continue;
            }

            var cell = new ImportedCell(run, ImportedNames.Propose(run, names));
            _ = cell.ToResult();
            cells.Add(cell);
        }

        foreach (var cell in cells)
        {
            var file = Path.Combine(study.Folder.Imports, $"{cell.Run.Identity[..Digits]}.json");
            AtomicFile.WriteText(file, JsonSerializer.Serialize(new Kept(cell.Names, cell.Run.ToJson()), StudyJson.Readable) + "\n");
            say($"{cell.Names.Key}: {cell.Run.State.ToString().ToLowerInvariant()}, "
                + $"{cell.Run.Curve.Count} evaluations, from {cell.Run.Source}");
            foreach (var note in cell.Names.Notes.Concat(cell.Run.Notes))
            {
                say($"  {note}");
            }
        }

        return cells.Count;
    }

    private static IEnumerable<string> Files(StudyFolder folder) => !Directory.Exists(folder.Imports) ? []
        : Directory.GetFiles(folder.Imports, "*.json").Order(StringComparer.Ordinal);

    private static ImportedCell Of(string file)
    {
        try
        {
            var kept = JsonSerializer.Deserialize<Kept>(File.ReadAllText(file), StudyJson.Readable)!;
            return new ImportedCell(ImportedRun.FromJson(kept.Run, file), kept.Names);
        }
        catch (JsonException cause)
        {
            throw new InputException(file, $"broken JSON ({cause.Message})", "an imported run", "remove it, and adopt it again", cause);
        }
    }

    private sealed record Kept(ImportedNames Names, string Run);
}
