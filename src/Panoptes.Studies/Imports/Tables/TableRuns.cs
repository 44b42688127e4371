using System.Globalization;
using Panoptes.Foundation;
using Panoptes.Studies.Imports.Records;
using Panoptes.Studies.Imports.Sources;
using Panoptes.Studies.Statuses;

namespace Panoptes.Studies.Imports.Tables;

/// <summary>Makes runs of a table: rows that agree in name, data set, model, recipe and seed are one.</summary>
/// <param name="tree">What is imported.</param>
/// <param name="file">The table's file.</param>
/// <param name="files">All files of the tree, of which some hold settings.</param>
/// <param name="warn">Told of what was left out.</param>
internal sealed class TableRuns(SourceTree tree, string file, HashSet<string> files, Action<string> warn)
{
    private readonly string shown = tree.Shown(file);

    /// <summary>The runs.</summary>
    /// <exception cref="InputException">A cell cannot be read; names its line and column.</exception>
    public IReadOnlyList<ImportedRun> Read()
    {
        var table = CsvTable.Read(file, shown, warn);
        table = ChartExport.Unfold(table) ?? table;
        var columns = new TableColumns(table.Header);
        var numbers = TableNumbers.Of(table, columns.Numbers, shown);
        var cells = new TableCells(table, columns, numbers, shown);
        var groups = table.Rows.GroupBy(cells.Key).Select(group => (group.Key, Evaluations: cells.Evaluations(group), Rows: group.ToList()))
            .Where(group => group.Evaluations.Count > 0).ToList();
        if (groups.Count == 0)
        {
            warn($"{shown}: left out, no row with a result");
            return [];
        }

        var notes = new List<string>();
        var series = new MetricSeries([.. groups.SelectMany(group => group.Evaluations)], Scale(columns), notes.Add);
        return [.. groups.Select(group => Run(cells, group.Key, group.Evaluations, group.Rows, series, notes, groups.Count))];
    }

    private static Func<string, ShareScale> Scale(TableColumns columns) =>
        columns.IsUltralytics ? _ => ShareScale.Share : _ => ShareScale.ByValue;

    private ImportedRun Run(
        TableCells cells, string key, List<EvaluationRecord> evaluations, List<CsvRow> rows, MetricSeries series, List<string> notes,
        int runs)
    {
        var columns = cells.Columns;
        var planned = cells.Count(rows, columns.Planned);
        var isCurve = columns.Step >= 0 || columns.Epoch >= 0;
        var state = TableCells.Text(rows, columns.State).ToLowerInvariant();
        var draft = new RunDraft
        {
            Series = series,
            IsResult = state == "finished" || (rows.Count == 1 && runs > 1) || !isCurve,
            Failure = state is "failed" or "crashed" ? FailureKind.Unknown : null,
        };
        var attempt = new SourceAttempt { ResumedAt = 0 };
        attempt.Evaluations.AddRange(isCurve ? evaluations : evaluations.Select(entry => entry with { Step = planned ?? 0 }));
        attempt.Training.AddRange(cells.Training(rows));
        draft.Attempts.Add(attempt);
        draft.Read(tree, file, true);
        notes.ForEach(draft.Note);
        if (cells.Numbers.HasDecimalComma)
        {
            draft.Note("numbers have decimal commas");
        }

        draft.Facts = new ImportedRun
        {
            Tool = columns.IsUltralytics ? "ultralytics" : columns.IsLightning ? "lightning" : "csv",
            Source = runs > 1 ? $"{shown}:{rows[0].Line.ToString(CultureInfo.InvariantCulture)}" : shown,
            Name = TableCells.Text(rows, columns.Name) is { Length: > 0 } name ? name : runs > 1 ? key : NameOfFolder(),
            WithinFile = runs > 1 ? key : "",
            Model = TableCells.Text(rows, columns.Model),
            Data = TableCells.Text(rows, columns.Data),
            Recipe = TableCells.Text(rows, columns.Recipe),
            Seed = cells.Count(rows, columns.Seed),
            Batch = cells.Count(rows, columns.Batch) is > 0 and <= int.MaxValue and var batch ? (int)batch : null,
            Steps = planned,
            StepUnit = columns.Step < 0 && columns.Epoch >= 0 ? "epoch" : "step",
            Optimizer = TableCells.Text(rows, columns.Optimizer),
            DeviceName = TableCells.Text(rows, columns.Device),
            LearningRate = columns.IsUltralytics || isCurve ? null : cells.Number(rows, columns.Rate),
            TrainSeconds = cells.Number(rows, columns.Seconds),
        };
        AddSettings(draft, columns);
        if ((cells.Last(rows, columns.Runtime) ?? (columns.IsUltralytics ? cells.Last(rows, columns.Time) : null)) is { } seconds)
        {
            var span = seconds.ToString("0", CultureInfo.InvariantCulture);
            draft.Note($"{span} s from begin to end, evaluations included; the training time is not known apart");
        }

        return draft.Build();
    }

    private string NameOfFolder() => tree.IsFile || Path.GetDirectoryName(file) == tree.Root
        ? Path.GetFileNameWithoutExtension(file) : Path.GetFileName(Path.GetDirectoryName(file)!);

    private void AddSettings(RunDraft draft, TableColumns columns)
    {
        var path = Path.Combine(Path.GetDirectoryName(file)!, columns.IsUltralytics ? "args.yaml" : "hparams.yaml");
        if ((!columns.IsUltralytics && !columns.IsLightning) || (tree.IsFile ? !File.Exists(path) : !files.Contains(path)))
        {
            return;
        }

        var text = SourceFile.Config(path, tree.IsFile ? path : tree.Shown(path));
        var facts = YamlFacts.Of(text);
        draft.Read(tree, path, false);
        var now = draft.Facts;
        draft.Facts = now with
        {
            Config = text,
            Model = now.Model.Length > 0 ? now.Model : Path.GetFileNameWithoutExtension(facts.Text("model", "arch", "model_name") ?? ""),
            Data = now.Data.Length > 0 ? now.Data : Path.GetFileNameWithoutExtension(facts.Text("data", "dataset") ?? ""),
            Seed = now.Seed ?? facts.Count("seed"),
            Batch = now.Batch ?? (facts.Count("batch", "batch_size") is > 0 and <= int.MaxValue and var batch ? (int)batch : null),
            Steps = now.Steps ?? (now.StepUnit == "epoch" ? facts.Count("epochs", "max_epochs") : facts.Count("max_steps")),
            Optimizer = now.Optimizer.Length > 0 ? now.Optimizer : facts.Text("optimizer") is { } name and not "auto" ? name : "",
            LearningRate = now.LearningRate ?? facts.Number("lr0", "lr", "learning_rate"),
        };
        if (columns.IsLightning && now.Batch is null && draft.Facts.Batch is not null)
        {
            draft.Note("the batch is that of hparams.yaml, mostly of one device");
        }
    }
}
