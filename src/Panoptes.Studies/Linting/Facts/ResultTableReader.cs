using System.Text.RegularExpressions;
using Panoptes.Studies.Linting.Reading;

namespace Panoptes.Studies.Linting.Facts;

/// <summary>Reads tables of results: models by configurations, configurations by models, or one training a row.</summary>
internal sealed partial class ResultTableReader
{
    private readonly PipeTable table;
    private readonly ReportFacts facts;
    private readonly List<ReportColumn> columns;
    private readonly bool?[] hasResults;
    private readonly bool?[] isFraction;
    private int modelColumn;
    private int configurationColumn;

    private ResultTableReader(PipeTable table, ReportFacts facts)
    {
        (this.table, this.facts) = (table, facts);
        columns = [.. table.Header.Select((header, index) => ReportColumn.Of(index, header))];
        (hasResults, isFraction) = (new bool?[columns.Count], new bool?[columns.Count]);
    }

    /// <summary>Reads a table.</summary>
    public static void Read(PipeTable table, ReportFacts facts)
    {
        if (table.Header.Count >= 2 && table.Rows.Count > 0)
        {
            new ResultTableReader(table, facts).Run();
        }
    }

    private void Run()
    {
        FindLabels();
        if (modelColumn < 0 && configurationColumn < 0)
        {
            return;
        }

        for (var i = 0; i < columns.Count; i++)
        {
            if (i != modelColumn && i != configurationColumn)
            {
                columns[i] = WithEntities(columns[i]);
            }
        }

        var metric = columns.Find(column => column.Metric is not null && column.Kind is ColumnKind.Metric)?.Metric
            ?? table.Context.Select(MetricNames.Find).FirstOrDefault(name => name is not null) ?? "miou";
        var contextConfiguration = FactReader.ConfigurationOf(table.Context.Take(2), facts);
        var contextModel = modelColumn < 0 ? FactReader.ModelOf(table.Context.Take(2), facts) : null;
        if (modelColumn < 0 && contextModel is null && !columns.Exists(column => column.Model is not null))
        {
            // One model that the report need not name.
            contextModel = new ReportModel($"table {table.Line}", "the model", null, null);
        }

        var rows = new List<ResultRow>();
        var label = "";
        foreach (var row in table.Rows)
        {
            var own = modelColumn >= 0 ? row[modelColumn] : row[0];
            if (IsMean().IsMatch(row[0]) || IsMean().IsMatch(own))
            {
                rows.Add(new ResultRow(row, null, null, true));
                continue;
            }

            label = own.Trim(' ', '"', '″', '〃').Length > 0 ? own : label;
            var model = modelColumn >= 0 && label.Length > 0 ? facts.Models.Resolve(label) : null;
            var configuration = RowConfiguration(row, model);
            rows.Add(new ResultRow(row, model, configuration, false));
            foreach (var column in columns.Where(column => column.Kind is ColumnKind.Metric or ColumnKind.Time or ColumnKind.Value))
            {
                if (column.Index != modelColumn && column.Index != configurationColumn)
                {
                    var named = configuration ?? column.Configuration ?? (configurationColumn < 0 ? OfRow(column, model) : null);
                    Add(row, column, model ?? column.Model ?? contextModel, named ?? contextConfiguration, metric);
                }
            }
        }

        facts.Tables.Add(new ResultTable(table, columns, metric, rows));
    }

    private void FindLabels()
    {
        modelColumn = columns.FindIndex(column => column.Kind is ColumnKind.Model
            && table.Column(column.Index).Any(cell => cell.Any(char.IsLetter)));
        configurationColumn = columns.FindIndex(column => column.Kind is ColumnKind.Configuration);
        var named = Share(row => ModelFamilies.Find(row[0]).Count > 0);
        var configured = Share(row => ConfigurationText.Tokens(row[0]).Count > 0 || facts.Configurations.Find(row[0]) is not null);
        if (modelColumn < 0 && named >= 0.5)
        {
            modelColumn = 0;
        }

        // Variants that are models.
        if (configurationColumn >= 0 && table.Rows.Count(row => ModelFamilies.Find(row[configurationColumn]).Count > 0
            && ConfigurationText.Tokens(row[configurationColumn]).Count == 0) * 2 > table.Rows.Count)
        {
            (modelColumn, configurationColumn) = (modelColumn < 0 ? configurationColumn : modelColumn, -1);
        }

        if (configurationColumn < 0 && configured >= 0.5
            && (modelColumn != 0 || Share(row => ConfigurationText.Tokens(row[0]).Count > 0) >= 0.5))
        {
            configurationColumn = 0;
        }

        if (configurationColumn == 0 && modelColumn < 0 && named >= 0.5)
        {
            modelColumn = 0;
        }

        if (modelColumn < 0 && configurationColumn < 0 && columns[0].Kind is ColumnKind.Value)
        {
            if (table.Header.Skip(1).Any(header => ModelFamilies.Find(header).Count > 0))
            {
                configurationColumn = 0;
            }
            else if (table.Header.Skip(1).Any(header => ConfigurationText.Tokens(header).Count > 0
                || (header.Length > 2 && facts.Configurations.Find(header) is not null)))
            {
                modelColumn = 0;
            }
        }
    }

    private double Share(Func<TableRow, bool> holds) =>
        table.Rows.Count(holds) / (double)Math.Max(1, table.Rows.Count(row => row[0].Length > 0));

    private ReportColumn WithEntities(ReportColumn column)
    {
        if (column.Kind is not (ColumnKind.Value or ColumnKind.Metric or ColumnKind.Time))
        {
            return column;
        }

        var header = column.Header;
        var model = modelColumn < 0 && ModelFamilies.Find(header).Count > 0
            ? facts.Models.Resolve(Words().Replace(header, " ").Trim()) : null;
        if (configurationColumn >= 0)
        {
            if (model is null && modelColumn < 0 && column.Kind is ColumnKind.Value && HasResults(column.Index))
            {
                model = facts.Models.Resolve(header);
            }

            return column with { Model = model };
        }

        var label = Label(column);
        var configuration = ConfigurationText.Tokens(header).Count > 0 || facts.Configurations.Find(label) is not null && label.Length > 2
            ? facts.Configurations.Resolve(label, table.Line)
            : column.Kind is ColumnKind.Value && model is null && HasResults(column.Index)
                ? facts.Configurations.Resolve(header, table.Line) : null;
        return column with { Model = model, Configuration = configuration };
    }

    // Models may each have a configuration of one name: which is meant, the row says.
    private Configuration? OfRow(ReportColumn column, ReportModel? model) =>
        model is null ? null : facts.Configurations.Find(Label(column), model.Key);

    private static string Label(ReportColumn column) =>
        column.Kind is ColumnKind.Value ? column.Header : Words().Replace(column.Header, " ").Trim(' ', ',', '(', ')');

    private bool HasResults(int column) => hasResults[column] ??= table.Rows.Any(row => Decimal().IsMatch(row[column]));

    private Configuration? RowConfiguration(TableRow row, ReportModel? model)
    {
        double? iterations = null, batch = null;
        foreach (var column in columns.Where(column => column.Kind is ColumnKind.Parameter))
        {
            var fact = ParameterTableReader.Parameter(column.Header, row[column.Index], row.Line);
            iterations = fact.Kind is ParameterKind.Iterations ? fact.Value?.Value : iterations;
            batch = fact.Kind is ParameterKind.Batch ? fact.Value?.Value : batch;
        }

        var label = configurationColumn >= 0 ? row[configurationColumn] : "";
        if (configurationColumn >= 0 && configurationColumn == modelColumn)
        {
            return facts.Configurations.Find(label, model?.Key) ?? facts.Configurations.Resolve(
                string.Join(' ', ConfigurationText.Tokens(label).Select(token => label.Substring(token.Start, token.Length))), row.Line,
                    model?.Key);
        }

        label = ParameterTableReader.WithNumbers(label, iterations, batch);
        return label.Length == 0 ? null : facts.Configurations.Resolve(label, row.Line, model?.Key);
    }

    private void Add(TableRow row, ReportColumn column, ReportModel? model, Configuration? configuration, string metric)
    {
        var text = row[column.Index];
        if (model is null || (column.Kind is ColumnKind.Value && column.Configuration is null && column.Model is null))
        {
            return;
        }

        var isTime = column.Kind is ColumnKind.Time || (MetricNames.Find(column.Header) is null && Duration.All(text).Count > 0
            && Measure.First(text)?.Unit is not MeasureUnit.Percent);
        var state = RunStates.Of(text);
        var isNumber = column.Kind is not ColumnKind.Value
            || (state is RunState.Completed ? Decimal().IsMatch(text) : HasResults(column.Index));
        var stateColumn = columns.Find(other => other.Kind is ColumnKind.State);
        var rowState = stateColumn is null ? RunState.Unsaid : RunStates.Of(row[stateColumn.Index]);
        var value = isNumber && state is (RunState.Unsaid or RunState.Completed)
            ? isTime ? Duration.All(text, column.Header) is [var time, ..] ? time : null : Value(column, text) : null;
        if (value is null && state is RunState.Unsaid)
        {
            return;
        }

        facts.Results.Add(new ResultFact
        {
            Model = model,
            Configuration = configuration,
            Metric = isTime ? "seconds" : column.Metric ?? metric,
            Value = value,
            State = value is null ? state : rowState is RunState.Unsaid ? RunState.Completed : rowState,
            Line = row.Line,
            Table = table.Line,
            Qualifier = Qualifier(row, column),
            IsRepeated = IsRepeated(row, text),
        });
    }

    private Measure? Value(ReportColumn column, string text)
    {
        var value = Measure.First(text);
        return value is not null && value.Unit is MeasureUnit.None && IsFraction(column.Index)
            ? value with { Value = value.Value * 100, Half = value.Half * 100 } : value;
    }

    /// <summary>Whether a column's numbers are shares of one.</summary>
    private bool IsFraction(int column)
    {
        if (isFraction[column] is not { } known)
        {
            var numbers = table.Column(column).Select(Measure.First).OfType<Measure>().ToList();
            isFraction[column] = known = numbers.Count > 0 && numbers.Exists(number => number.Half < 0.01)
                && numbers.TrueForAll(number => number.Value is >= 0 and <= 1 && number.Unit is MeasureUnit.None);
        }

        return known;
    }

    private string Qualifier(TableRow row, ReportColumn column)
    {
        var around = table.Context.Count > 0 ? ReportColumn.QualifierOf(table.Context[0]) : "";
        var parts = new List<string> { column.Qualifier.Length > 0 ? column.Qualifier : around };
        parts.AddRange(columns.Where(other => other.Kind is ColumnKind.Data or ColumnKind.Seed)
            .Select(other => row[other.Index].ToLowerInvariant()));
        return string.Join(' ', parts.Where(part => part.Length > 0).Distinct());
    }

    private bool IsRepeated(TableRow row, string text) => text.Contains('±')
        || columns.Exists(column => column.Kind is ColumnKind.Seeds && Measure.First(row[column.Index]) is { Value: >= 2 });

    [GeneratedRegex(@"^\s*(?:the )?(?:average|mean|avg\.?|overall|macro|total mean|ø)\b(?! ?iou)", RegexOptions.IgnoreCase)]
    private static partial Regex IsMean();

    [GeneratedRegex(
        @"\b(?:m?IoU|mean IoU|PQ|m?AP|aAcc|mAcc|run ?time|training time|train time|wall[- ]?(?:clock|time)?|time|hours|seconds|minutes"
        + @"|duration|val(?:idation)?)\b|[\[(](?:%|h|s|min|hrs?|in \w+)[\])]|%", RegexOptions.IgnoreCase)]
    private static partial Regex Words();

    [GeneratedRegex(@"\d+[.,]\d|\d\s?%|^\s*[\d,.]+\s?(?:s|h|min|sec|hrs?)\b")]
    private static partial Regex Decimal();
}
