using System.Text.Json;
using Panoptes.Experiments.Configuration;
using Panoptes.Foundation;
using Panoptes.Studies.Cells;
using Panoptes.Studies.Records;
using Panoptes.Studies.Settings;

namespace Panoptes.Studies.Folders;

/// <summary>The layout of a study on disk.</summary>
public sealed class StudyFolder
{
    private StudyFolder(string path) => FullPath = Path.GetFullPath(path);

    /// <summary>The folder itself.</summary>
    public string FullPath { get; }

    /// <summary>Its name, which is the study's.</summary>
    public string Name => Path.GetFileName(FullPath);

    /// <summary>The folder relative to the current directory where it lies below it, for messages.</summary>
    public string Shown
    {
        get
        {
            var relative = Path.GetRelativePath(Environment.CurrentDirectory, FullPath);
            return relative.StartsWith("..", StringComparison.Ordinal) ? FullPath : relative;
        }
    }

    /// <summary>The study's settings, every default written out.</summary>
    public string Settings => Path.Combine(FullPath, "study.yaml");

    /// <summary>Where it came from.</summary>
    public string Record => Path.Combine(FullPath, "study.json");

    /// <summary>The planned cells, one a line.</summary>
    public string Cells => Path.Combine(FullPath, "cells.jsonl");

    /// <summary>Leases, where they are kept in files.</summary>
    public string Leases => Path.Combine(FullPath, "leases");

    /// <summary>Job scripts and logs of schedulers.</summary>
    public string Jobs => Path.Combine(FullPath, "jobs");

    /// <summary>Scenes that the study draws for itself.</summary>
    public string Scenes => Path.Combine(FullPath, "scenes");

    /// <summary>Reports.</summary>
    public string Report => Path.Combine(FullPath, "report");

    /// <summary>Contact sheets of what its trainings show their networks.</summary>
    public string Sheets => Path.Combine(FullPath, "sheets");

    /// <summary>Records of runs that other tools made.</summary>
    public string Imports => Path.Combine(FullPath, "imports");

    /// <summary>The folder that a study will have.</summary>
    /// <param name="config">The study.</param>
    /// <param name="file">The file it was read from.</param>
    public static StudyFolder Of(StudyConfig config, string file)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new StudyFolder(Path.Combine(config.Folder, config.Name ?? CellNames.From(Path.GetFileNameWithoutExtension(file))));
    }

    /// <summary>A study that was made: by its folder, by the name of a folder in <c>studies</c>, or by the file it was made from.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static StudyFolder Existing(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var usual = Path.Combine(new StudyConfig().Folder, path);
        var folder = Directory.Exists(path) ? new StudyFolder(path)
            : File.Exists(path) ? Of(ConfigReader.Resolve<StudyConfig>(path, [], keepUnset: true).Value, path)
            : new StudyFolder(Directory.Exists(usual) ? usual : path);
        return File.Exists(folder.Settings) ? folder : throw new InputException(
            path, "no study", $"the folder of one ({Path.GetFileName(folder.Settings)} in it), or the file that one was made from",
            "make it: ./panoptes study init FILE");
    }

    /// <summary>The study's settings.</summary>
    public StudyConfig ReadConfig() => ConfigReader.Read<StudyConfig>(Settings, []);

    /// <summary>Where it came from.</summary>
    public StudyRecord ReadRecord() => JsonSerializer.Deserialize<StudyRecord>(File.ReadAllText(Record), StudyJson.Readable)
        ?? throw new InputException(Record, "nothing", "the record of a study", "make the study again: ./panoptes study init FILE");

    /// <summary>Makes the folder, or takes changed settings over.</summary>
    public void Write(StudyConfig config, StudyRecord record)
    {
        AtomicFile.WriteText(Record, JsonSerializer.Serialize(record, StudyJson.Readable) + "\n");
        AtomicFile.WriteText(Settings, ConfigWriter.ToYaml(config));
    }

    /// <summary>The planned cells.</summary>
    /// <exception cref="InputException">They were not planned, or the file is damaged.</exception>
    public IReadOnlyList<PlannedCell> ReadCells()
    {
        if (!File.Exists(Cells))
        {
            throw new InputException(Shown, "no planned cells", "a study that was planned", $"plan it: ./panoptes study plan {Shown}");
        }

        return
        [
            .. File.ReadLines(Cells).Where(line => line.Length > 0).Select((line, place) =>
            {
                try
                {
                    return JsonSerializer.Deserialize<PlannedCell>(line, StudyJson.Line)!;
                }
                catch (JsonException cause)
                {
                    throw new InputException(
                        $"{Cells}:{place + 1}", $"broken JSON ({cause.Message})", "a planned cell",
                        $"plan again: ./panoptes study plan {Shown}", cause);
                }
            }),
        ];
    }

    /// <summary>Writes the planned cells, whole or not at all.</summary>
    public void WriteCells(IReadOnlyList<PlannedCell> cells) => AtomicFile.Write(Cells, stream =>
    {
        foreach (var cell in cells)
        {
            JsonSerializer.Serialize(stream, cell, StudyJson.Line);
            stream.WriteByte((byte)'\n');
        }
    });

    /// <summary>A cell's folder.</summary>
    public CellFolder Of(PlannedCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return new CellFolder(Path.Combine(FullPath, cell.Folder));
    }

    /// <summary>A cell by its id or the beginning of it, by its place, or by its folder.</summary>
    /// <exception cref="InputException">There is none, or several.</exception>
    public PlannedCell Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var cells = ReadCells();
        var asFolder = Path.GetFullPath(text);
        PlannedCell[] found =
        [
            .. cells.Where(cell => cell.Fingerprint.StartsWith(text, StringComparison.Ordinal) || cell.Key.ToString() == text
                || Path.Combine(FullPath, cell.Folder) == asFolder),
        ];
        return found switch
        {
            [var one] => one,
            [] => throw new InputException(
                text, $"no cell of {Name}",
                cells is [var first, ..] ? $"an id such as {first.Id}, or a place such as {first.Key}" : "a cell",
                $"list them: ./panoptes study status {Shown}"),
            _ => throw new InputException(
                text, $"{found.Length} cells", "one", $"give more digits: {string.Join(", ", found.Take(3).Select(cell => cell.Id))}"),
        };
    }
}
