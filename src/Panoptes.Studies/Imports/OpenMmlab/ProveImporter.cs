using System.Globalization;
using System.Text.RegularExpressions;
using Panoptes.Studies.Imports.Records;
using Panoptes.Studies.Imports.Sources;

namespace Panoptes.Studies.Imports.OpenMmlab;

/// <summary>
/// Trees as PROVE lays them out: <c>WEIGHTS...[_BS8]/[stage/]strategy/dataset/model[/ratio]/</c> with work folders of mmengine, or with the
/// output of their jobs alone (<c>train_{job}.out</c>).
/// </summary>
internal sealed partial class ProveImporter : IRunImporter
{
    /// <inheritdoc/>
    public string Name => "prove";

    /// <inheritdoc/>
    public string LooksFor => "WEIGHTS*/strategy/dataset/model folders";

    /// <inheritdoc/>
    public bool Recognizes(string path)
    {
        var tree = SourceTree.At(path);
        return !tree.IsFile && tree.Files().Any(file => (MmWorkFolder.IsMarker(file) || JobOutput().IsMatch(Path.GetFileName(file)))
            && Place(file) is not null);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ImportedRun> Read(string path, Action<string> warn)
    {
        var tree = SourceTree.At(path);
        var works = MmWorkFolder.Find(tree, warn).ToDictionary(work => work.Folder);
        var files = tree.Files().ToHashSet();
        var outputs = files.Where(file => JobOutput().IsMatch(Path.GetFileName(file)))
            .ToLookup(file => Path.GetDirectoryName(file)!);
        var folders = works.Keys.Union(outputs.Select(group => group.Key)).Order(StringComparer.Ordinal).ToList();
        return EachRun.Read(
            folders,
            folder =>
            {
                if (Known(folder) is { } known)
                {
                    return [works.TryGetValue(folder, out var work) ? MmengineReader.Read(tree, work, Name, known, warn)
                        : ReadOutputs(tree, folder, [.. outputs[folder]], files, known, warn)];
                }

                warn($"{tree.Shown(folder)}: left out, not below strategy/dataset/model");
                return [];
            },
            warn);
    }

    private static ImportedRun? ReadOutputs(
        SourceTree tree, string folder, List<string> outputs, HashSet<string> files, ImportedRun known, Action<string> warn)
    {
        var draft = new RunDraft { ScaleOf = MmScale.OfMmengine };
        var logs = new List<MmLog>();
        foreach (var file in outputs.OrderBy(file => file.Length).ThenBy(file => file, StringComparer.Ordinal))
        {
            var log = MmLog.Read(file, tree.Shown(file));
            if (log.HasResults)
            {
                logs.Add(log);
                draft.Attempts.Add(log.Attempt);
                draft.Read(tree, file, true);
                draft.Note($"job {JobOutput().Match(Path.GetFileName(file)).Groups[1].Value}");
            }
        }

        if (logs.Count == 0)
        {
            warn($"{tree.Shown(folder)}: left out, no line of a training");
            return null;
        }

        draft.Note("no JSON log; its numbers are those of the jobs' output");
        var config = Path.Combine(folder, "configs", "training_config.py");
        var text = files.Contains(config) ? SourceFile.Config(config, tree.Shown(config)) : null;
        if (text is not null)
        {
            draft.Read(tree, config, false);
        }

        MmFacts.Fill(draft, known with { Tool = "prove", Source = tree.Shown(folder), Config = text }, known.Name, logs);
        return draft.Build();
    }

    private static ImportedRun? Known(string folder)
    {
        if (Place(Path.Combine(folder, "file")) is not { } place)
        {
            return null;
        }

        var (strategy, data, model, ratio) = place.Names;
        var batch = Batch().Match(place.Root) is { Success: true } match
            ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : (int?)null;
        var ratioOfModel = ModelRatio().Match(model);
        ratio = ratio.Length > 0 ? ratio : ratioOfModel.Success ? ratioOfModel.Groups[1].Value : "";
        model = ratioOfModel.Success ? model[..ratioOfModel.Index] : model;
        return new ImportedRun
        {
            Name = string.Join('/', new[] { strategy, data, model, ratio }.Where(part => part.Length > 0)),
            Recipe = ratio.Length > 0 ? $"{strategy}-{ratio}" : strategy,
            Data = data,
            Model = model,
            Batch = batch,
            Notes = [$"names and{(batch is null ? "" : " batch")} from the folders below {place.Root}"],
        };
    }

    // The folders between the root and the run's own, whichever of them was given.
    private static (string Root, (string Strategy, string Data, string Model, string Ratio) Names)? Place(string file)
    {
        var parts = file.Split(Path.DirectorySeparatorChar);
        var root = Array.FindLastIndex(parts, Root().IsMatch);
        if (root < 0)
        {
            return null;
        }

        var below = parts[(root + 1)..^1].TakeWhile(part => !TimeFolder().IsMatch(part)).ToList();
        if (below.Count > 0 && Stage().IsMatch(below[0]))
        {
            below.RemoveAt(0);
        }

        return below.Count switch
        {
            3 => (parts[root], (below[0], below[1], below[2], "")),
            4 => (parts[root], (below[0], below[1], below[2], below[3])),
            _ => null,
        };
    }

    [GeneratedRegex("^WEIGHTS(?:_|$)")]
    private static partial Regex Root();

    [GeneratedRegex(@"_BS(\d{1,6})(?:_|$)")]
    private static partial Regex Batch();

    [GeneratedRegex(@"^stage_?\d$", RegexOptions.IgnoreCase)]
    private static partial Regex Stage();

    [GeneratedRegex(@"^\d{8}_\d{6}")]
    private static partial Regex TimeFolder();

    [GeneratedRegex(@"_(ratio\d+p\d+)")]
    private static partial Regex ModelRatio();

    [GeneratedRegex(@"^train_(\d{1,15})\.out$")]
    private static partial Regex JobOutput();
}
