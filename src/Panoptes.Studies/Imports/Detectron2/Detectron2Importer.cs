using System.Globalization;
using System.Text.RegularExpressions;
using Panoptes.Studies.Imports.Records;
using Panoptes.Studies.Imports.Sources;

namespace Panoptes.Studies.Imports.Detectron2;

/// <summary>
/// Output folders of detectron2: <c>metrics.json</c> (JSON lines), with <c>config.yaml</c> and <c>log.txt</c> beside it. Its evaluators
/// write percent. A resumed training goes on in the same file.
/// </summary>
internal sealed partial class Detectron2Importer : IRunImporter
{
    private const string FileName = "metrics.json";

    /// <inheritdoc/>
    public string Name => "detectron2";

    /// <inheritdoc/>
    public string LooksFor => "metrics.json with \"iteration\" on every line";

    /// <inheritdoc/>
    public bool Recognizes(string path) => SourceTree.At(path).Files().Any(IsMetrics);

    /// <inheritdoc/>
    public IReadOnlyList<ImportedRun> Read(string path, Action<string> warn)
    {
        var tree = SourceTree.At(path);
        var files = tree.Files(warn).ToHashSet();
        return EachRun.Read(
            [.. files.Where(IsMetrics).Order(StringComparer.Ordinal)], file => [Read(tree, file, files, warn)], warn);
    }

    private static bool IsMetrics(string file) =>
        Path.GetFileName(file) == FileName && JsonLines.First(file)?.Numbers.ContainsKey("iteration") == true;

    private static ImportedRun Read(SourceTree tree, string file, HashSet<string> files, Action<string> warn)
    {
        var draft = new RunDraft { ScaleOf = _ => ShareScale.Percent };
        draft.Read(tree, file, true);
        var folder = Path.GetDirectoryName(file)!;
        var beside = Path.Combine(folder, "config.yaml");
        var (config, text) = Facts(tree, draft, files.Contains(beside) ? beside : null);
        var steps = config.Count("SOLVER.MAX_ITER");
        var last = AddAttempts(draft, JsonLines.Read(file, tree.Shown(file), warn), steps);
        draft.Facts = new ImportedRun
        {
            Tool = "detectron2",
            Source = tree.Shown(tree.IsFile ? file : folder),
            Name = Path.GetFileName(folder),
            Model = string.Join(
                ' ', new[] { config.Text("MODEL.META_ARCHITECTURE"), config.Text("MODEL.BACKBONE.NAME") }.OfType<string>()),
            Data = config.Text("DATASETS.TRAIN[0]", "DATASETS.TRAIN") ?? "",
            Seed = config.Count("SEED"),
            Batch = config.Count("SOLVER.IMS_PER_BATCH") is > 0 and <= int.MaxValue and var batch ? (int)batch : null,
            Steps = steps,
            Optimizer = config.Text("SOLVER.OPTIMIZER") ?? (text is null ? "" : "SGD"),
            LearningRate = config.Number("SOLVER.BASE_LR"),
            WarmUp = config.Count("SOLVER.WARMUP_ITERS"),
            PeakMemoryMib = last,
            Config = text,
        };
        if (text is not null && config.Text("SOLVER.OPTIMIZER") is null)
        {
            draft.Note("the configuration names no optimizer: taken as detectron2's own, SGD");
        }

        var log = Path.Combine(folder, "log.txt");
        if (files.Contains(log))
        {
            draft.Read(tree, log, false);
            AddLog(tree, draft, log);
        }

        draft.Note("training time is the logged time of a step (a median over few) times the steps; evaluations are not timed");
        return draft.Build();
    }

    private static (ConfigFacts Facts, string? Text) Facts(SourceTree tree, RunDraft draft, string? file)
    {
        if (file is null)
        {
            return (ConfigFacts.None, null);
        }

        draft.Read(tree, file, false);
        var text = SourceFile.Config(file, tree.Shown(file));
        return (YamlFacts.Of(text), text);
    }

    // Iterations count from 0; what is measured after the last one stands at their number.
    private static double? AddAttempts(RunDraft draft, IReadOnlyList<(int Line, JsonRecord Record)> lines, long? steps)
    {
        var (attempt, lastTrained) = (new SourceAttempt(), -1L);
        double? memory = null;
        draft.Attempts.Add(attempt);
        foreach (var (_, record) in lines)
        {
            if (record.Count("iteration") is not { } iteration)
            {
                continue;
            }

            if (record.Numbers.TryGetValue("total_loss", out var loss))
            {
                if (iteration <= lastTrained)
                {
                    attempt = new SourceAttempt();
                    draft.Attempts.Add(attempt);
                }

                lastTrained = iteration;
                attempt.Training.Add(new TrainRecord(
                    iteration + 1, record.Number("time"), record.Number("lr"), record.Number("max_mem"), double.IsFinite(loss)));
                memory = record.Number("max_mem") is { } used ? Math.Max(used, memory ?? 0) : memory;
            }

            var values = record.Numbers.Where(entry => entry.Key.Contains('/', StringComparison.Ordinal)).ToDictionary();
            if (values.Keys.Any(key => SourceMetric.Of(key) is { Name: not "loss" }))
            {
                var isAfter = iteration == lastTrained + 1 || (steps is { } all && iteration >= all);
                attempt.Evaluations.Add(new EvaluationRecord(isAfter ? iteration : iteration + 1, values));
            }
        }

        return memory;
    }

    private static void AddLog(SourceTree tree, RunDraft draft, string log)
    {
        foreach (var line in SourceFile.Lines(log, tree.Shown(log)).Where(line => line.Text.Length < 1 << 12))
        {
            if (Gpu().Match(line.Text) is { Success: true } gpu)
            {
                draft.Facts = draft.Facts with { DeviceName = gpu.Groups[1].Value.Trim() };
            }
            else if (World().Match(line.Text) is { Success: true } world)
            {
                draft.Facts = draft.Facts with { Devices = Math.Max(1, int.Parse(world.Groups[1].Value, CultureInfo.InvariantCulture)) };
            }
            else if (Memory().Match(line.Text) is { Success: true } memory)
            {
                var used = double.Parse(memory.Groups[1].Value, CultureInfo.InvariantCulture);
                draft.Facts = draft.Facts with { PeakMemoryMib = Math.Max(used, draft.Facts.PeakMemoryMib ?? 0) };
            }
            else if (line.Text.Contains("CUDA out of memory", StringComparison.Ordinal))
            {
                draft.Failure = Statuses.FailureKind.OutOfMemory;
            }
            else if (line.Text.Contains("Loss became infinite or NaN", StringComparison.Ordinal))
            {
                draft.Failure = Statuses.FailureKind.NotANumber;
            }
            else if (line.Text.Contains("Starting training from iteration", StringComparison.Ordinal))
            {
                draft.Failure = null; // An earlier attempt's.
            }
        }
    }

    [GeneratedRegex(@"^GPU \d[\d,]{0,200} +([A-Za-z].{1,100}?)(?: \(arch.*)?$")]
    private static partial Regex Gpu();

    [GeneratedRegex(@"World size: (\d{1,6})")]
    private static partial Regex World();

    [GeneratedRegex(@"max_mem: (\d{1,9})M")]
    private static partial Regex Memory();
}
