using System.Text.RegularExpressions;
using Panoptes.Studies.Imports.Records;
using Panoptes.Studies.Imports.Sources;

namespace Panoptes.Studies.Imports.OpenMmlab;

/// <summary>
/// Logs of mmcv (mmsegmentation 0): <c>{time}.log.json</c> beside <c>{time}.log</c> and the configuration. Several in a folder are attempts
/// of one run.
/// </summary>
internal sealed partial class MmcvImporter : IRunImporter
{
    private const string Ending = ".log.json";

    /// <inheritdoc/>
    public string Name => "mmcv";

    /// <inheritdoc/>
    public string LooksFor => "*.log.json of mmcv";

    /// <inheritdoc/>
    public bool Recognizes(string path) => SourceTree.At(path).Files().Any(file => file.EndsWith(Ending, StringComparison.Ordinal));

    /// <inheritdoc/>
    public IReadOnlyList<ImportedRun> Read(string path, Action<string> warn)
    {
        var tree = SourceTree.At(path);
        var files = tree.Files(warn).ToLookup(file => Path.GetDirectoryName(file)!);
        var runs = files.SelectMany(group => group).Where(file => file.EndsWith(Ending, StringComparison.Ordinal))
            .GroupBy(file => Path.GetDirectoryName(file)!)
            .SelectMany(group => AreAttempts(group) ? [group.ToList()] : group.Select(file => new List<string> { file }));
        return EachRun.Read([.. runs], run => [Read(tree, run, files, warn)], warn);
    }

    // Logs that were downloaded into one folder have the names of their configurations before the time.
    private static bool AreAttempts(IEnumerable<string> group) => group.All(file => Time().IsMatch(Path.GetFileName(file)));

    private static ImportedRun? Read(SourceTree tree, List<string> records, ILookup<string, string> files, Action<string> warn)
    {
        var draft = new RunDraft { ScaleOf = MmScale.OfMmcv };
        var logs = new List<MmLog>();
        var (name, config) = ("", (string?)null);
        var known = new ImportedRun { Tool = "mmcv" };
        foreach (var file in records)
        {
            var text = file[..^".json".Length];
            var log = files[Path.GetDirectoryName(text)!].Contains(text) ? MmLog.Read(text, tree.Shown(text)) : null;
            var lines = JsonLines.Read(file, tree.Shown(file), warn);
            draft.Read(tree, file, true);
            if (log is not null)
            {
                logs.Add(log);
                draft.Read(tree, text, false);
            }

            foreach (var (_, record) in lines.Where(line => line.Record.Texts.ContainsKey("env_info")
                || line.Record.Texts.ContainsKey("config")))
            {
                name = record.Texts.GetValueOrDefault("exp_name") ?? name;
                config = record.Texts.GetValueOrDefault("config") ?? config;
                known = known with { Seed = record.Count("seed") ?? known.Seed, DeviceName = Device(record) ?? known.DeviceName };
            }

            var attempt = MmRecords.Attempt(Path.GetFileName(file)[..^Ending.Length], lines, log, draft.Note);
            if (attempt.Training.Count > 0 || attempt.Evaluations.Count > 0)
            {
                draft.Attempts.Add(attempt);
            }
        }

        var folder = Path.GetDirectoryName(records[0])!;
        var shown = records.Count > 1 || AreAttempts(records) ? folder : records[0];
        if (draft.Attempts.Count == 0)
        {
            warn($"{tree.Shown(shown)}: left out, no line of a training");
            return null;
        }

        var beside = files[folder].FirstOrDefault(file => file.EndsWith(".py", StringComparison.Ordinal));
        if (beside is not null)
        {
            draft.Read(tree, beside, false);
            config ??= SourceFile.Config(beside, tree.Shown(beside));
            name = name.Length > 0 ? name : Path.GetFileName(beside);
        }

        name = name.Length > 0 ? Path.GetFileNameWithoutExtension(name)
            : AreAttempts(records) ? Path.GetFileName(folder) : TimeBehind().Replace(Path.GetFileName(records[0])[..^Ending.Length], "");
        MmFacts.Fill(draft, known with { Source = tree.Shown(shown), Config = config }, name, logs);
        return draft.Build();
    }

    private static string? Device(JsonRecord record) =>
        record.Texts.GetValueOrDefault("env_info") is { } text && Gpu().Match(text) is { Success: true } match
            ? match.Groups[1].Value.Trim() : null;

    [GeneratedRegex(@"^\d{8}_\d{6}")]
    private static partial Regex Time();

    [GeneratedRegex(@"[_-]\d{8}_\d{6}(?:-[0-9a-f]{8})?$")]
    private static partial Regex TimeBehind();

    [GeneratedRegex(@"(?:^|\n)\s{0,40}GPU \d[\d,]{0,200}: ([^\n]{1,100})")]
    private static partial Regex Gpu();
}
