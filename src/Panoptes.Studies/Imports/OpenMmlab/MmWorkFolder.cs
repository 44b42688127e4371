using System.Globalization;
using System.Text.RegularExpressions;
using Panoptes.Studies.Imports.Sources;

namespace Panoptes.Studies.Imports.OpenMmlab;

/// <summary>An attempt of a work folder.</summary>
/// <param name="Time">When it began, as its folder or file says.</param>
/// <param name="Records">The JSON log; null where there is none.</param>
/// <param name="Log">The text log; null where there is none.</param>
internal sealed record MmAttemptFiles(string Time, string? Records, string? Log);

/// <summary>The files of a work folder of mmengine.</summary>
/// <param name="Folder">It.</param>
/// <param name="Attempts">Its attempts, oldest first.</param>
/// <param name="Config">Its configuration; null where there is none.</param>
/// <param name="LastCheckpoint">Step of the last checkpoint; 0 where there is none that says so.</param>
internal sealed partial record MmWorkFolder(string Folder, IReadOnlyList<MmAttemptFiles> Attempts, string? Config, long LastCheckpoint)
{
    /// <summary>Whether a file belongs to an attempt of mmengine: <c>{time}/vis_data/*.json</c> or <c>{time}/{time}.log</c>.</summary>
    public static bool IsMarker(string file) => FolderOf(file) is not null;

    /// <summary>The work folders below a path.</summary>
    public static IReadOnlyList<MmWorkFolder> Find(SourceTree tree, Action<string> warn)
    {
        var files = tree.Files(warn).ToList();
        var byFolder = files.ToLookup(file => Path.GetDirectoryName(file)!);
        return
        [
            .. files.Where(IsMarker).GroupBy(file => FolderOf(file)!).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => Of(group.Key, [.. group], byFolder)),
        ];
    }

    private static MmWorkFolder Of(string folder, List<string> markers, ILookup<string, string> byFolder)
    {
        var attempts = markers.GroupBy(TimeOf).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new MmAttemptFiles(group.Key!, Records(group), group.FirstOrDefault(IsLog)))
            .ToList();
        var own = byFolder[folder]
            .Where(file => file.EndsWith(".py", StringComparison.Ordinal) && Path.GetFileName(file) != "train_script.py");
        var config = byFolder[Path.Combine(folder, "configs")].FirstOrDefault(file => Path.GetFileName(file) == "training_config.py")
            ?? own.FirstOrDefault()
            ?? attempts.Select(attempt => byFolder[Path.Combine(folder, attempt.Time, "vis_data")]
                .FirstOrDefault(file => Path.GetFileName(file) == "config.py")).LastOrDefault(file => file is not null);
        var checkpoint = byFolder[folder].Select(file => Checkpoint().Match(Path.GetFileName(file))).Where(match => match.Success)
            .Select(match => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).DefaultIfEmpty(0).Max();
        return new MmWorkFolder(folder, attempts, config, checkpoint);
    }

    // scalars.json and {time}.json hold the same; single JSON files beside the log are results of a test.
    private static string? Records(IEnumerable<string> files) => files.Where(file => file.EndsWith(".json", StringComparison.Ordinal))
        .OrderBy(file => Path.GetFileName(file) == "scalars.json" ? 0 : 1).FirstOrDefault();

    private static string? FolderOf(string file) => TimeOf(file) is null ? null : Path.GetDirectoryName(TimeFolder(file));

    private static string? TimeOf(string file) =>
        TimeFolder(file) is { } folder && Time().IsMatch(Path.GetFileName(folder)) ? Path.GetFileName(folder) : null;

    private static string? TimeFolder(string file)
    {
        var parent = Path.GetDirectoryName(file);
        return Path.GetFileName(parent) == "vis_data" && file.EndsWith(".json", StringComparison.Ordinal) ? Path.GetDirectoryName(parent)
            : IsLog(file) && Path.GetFileNameWithoutExtension(file) == Path.GetFileName(parent) ? parent : null;
    }

    private static bool IsLog(string file) => file.EndsWith(".log", StringComparison.Ordinal);

    [GeneratedRegex(@"^\d{8}_\d{6}")]
    private static partial Regex Time();

    [GeneratedRegex(@"^iter_(\d{1,15})\.pth$")]
    private static partial Regex Checkpoint();
}
