using Panoptes.Studies.Linting.Reading;

namespace Panoptes.Studies.Linting.Facts;

/// <summary>Reads tables of parameters, whichever way round they stand.</summary>
internal static class ParameterTableReader
{
    /// <summary>Reads a table where it states parameters.</summary>
    public static void Read(PipeTable table, ReportFacts facts)
    {
        if (CurveReader.IsCurve(table))
        {
            return;
        }

        if (IsByRows(table))
        {
            ReadByRows(table, facts);
        }
        else if (IsByColumns(table))
        {
            ReadByColumns(table, facts);
        }
    }

    /// <summary>Whether each row is a parameter.</summary>
    public static bool IsByRows(PipeTable table)
    {
        var known = table.Rows.Count(row => ParameterNames.KindOf(row[0]) is not ParameterKind.Other);
        return known >= 2 && (ParameterNames.IsHeader(table.Header[0]) || known * 2 >= table.Rows.Count);
    }

    private static bool IsByColumns(PipeTable table)
    {
        var kinds = table.Header.Select(ParameterNames.KindOf).ToList();
        return kinds.Count(kind => kind is not ParameterKind.Other) >= 2
            && kinds.Exists(kind =>
                kind is ParameterKind.Iterations or ParameterKind.Batch or ParameterKind.DeviceBatch or ParameterKind.Samples);
    }

    private static void ReadByRows(PipeTable table, ReportFacts facts)
    {
        var configurations = new List<Configuration>();
        for (var column = 1; column < table.Header.Count; column++)
        {
            var header = table.Header[column];
            var parameters = table.Rows.Select(row => Parameter(row[0], row[column], row.Line)).ToList();
            if (ReportColumn.Of(column, header).Kind is ColumnKind.Difference or ColumnKind.Text or ColumnKind.Published
                || !parameters.Exists(fact => fact.Kind is ParameterKind.Iterations or ParameterKind.Batch or ParameterKind.DeviceBatch
                    or ParameterKind.Samples or ParameterKind.Optimizer or ParameterKind.LearningRate))
            {
                continue;
            }

            var isPlain = header.Trim().ToLowerInvariant() is "value" or "setting" or "values" or "";
            var label = isPlain ? table.Context.FirstOrDefault(text => ConfigurationText.Tokens(text).Count > 0) ?? "" : header;
            var model = ModelFamilies.Find(header) is [_] && ConfigurationText.Tokens(header).Count == 0
                ? facts.Models.Resolve(header).Key : null;
            configurations.Add(Take(facts, label, parameters, model, null, configurations));
        }

        if (configurations.Count > 0)
        {
            facts.ParameterTables.Add(new ParameterTable(table, configurations));
        }
    }

    private static void ReadByColumns(PipeTable table, ReportFacts facts)
    {
        var columns = table.Header.Select((header, index) => ReportColumn.Of(index, header)).ToList();
        var configurationColumn = columns.FindIndex(column => column.Kind is ColumnKind.Configuration);
        var modelColumn = columns.FindIndex(column => column.Kind is ColumnKind.Model);
        if (modelColumn < 0 && table.Rows.Count(row => ModelFamilies.Find(row[0]).Count > 0) * 2 > table.Rows.Count)
        {
            modelColumn = 0;
        }

        if (configurationColumn < 0 && modelColumn != 0 && columns[0].Kind is not ColumnKind.Parameter)
        {
            configurationColumn = 0;
        }

        var configurations = new List<Configuration>();
        foreach (var row in table.Rows)
        {
            var parameters = columns.Where(column => column.Kind is ColumnKind.Parameter)
                .Select(column => Parameter(column.Header, row[column.Index], row.Line)).ToList();
            var model = modelColumn >= 0 && row[modelColumn].Length > 0 ? facts.Models.Resolve(row[modelColumn]).Key : null;
            configurations.Add(Take(
                facts, configurationColumn >= 0 ? row[configurationColumn] : "", parameters, model, row.Line, configurations));
        }

        facts.ParameterTables.Add(new ParameterTable(table, configurations));
    }

    /// <summary>The configuration of a label with these parameters, known or new.</summary>
    internal static Configuration Take(ReportFacts facts, string label, List<ParameterFact> parameters, string? model, int? line,
        IReadOnlyList<Configuration>? siblings = null)
    {
        var iterations = Value(parameters, ParameterKind.Iterations) ?? Value(parameters, ParameterKind.GradientSteps);
        var batch = Value(parameters, ParameterKind.Batch);
        if (batch is null && Value(parameters, ParameterKind.DeviceBatch) is { } each
            && Value(parameters, ParameterKind.Devices) is { } devices)
        {
            batch = each * devices * (Value(parameters, ParameterKind.Accumulation) ?? 1);
        }

        var found = facts.Configurations.Find(WithNumbers(label, iterations, batch), model);
        if (found is not null && ((found.Iterations ?? iterations) != iterations || (found.Batch ?? batch) != batch))
        {
            found = null;
        }

        // Two columns of one table are two configurations, whatever their lengths.
        if (found is not null && siblings?.Contains(found) == true && !ConfigurationIndex.IsNamed(found, label))
        {
            found = null;
        }

        found ??= facts.Configurations.Add(new Configuration { Model = model, Iterations = iterations, Batch = batch });
        (found.Iterations, found.Batch) = (found.Iterations ?? iterations, found.Batch ?? batch);
        if (label.Length > 0)
        {
            facts.Configurations.Learn(found, label);
        }

        if (line is { } at)
        {
            found.Lines.Add(at);
        }

        found.Parameters.AddRange(parameters.Where(fact => fact.Text.Length > 0
            && (fact.Kind is ParameterKind.Other || found.Find(fact.Kind) is null)));
        return found;
    }

    /// <summary>A label with numbers behind it.</summary>
    internal static string WithNumbers(string label, double? iterations, double? batch) =>
        ConfigurationText.Tokens(label).Count > 0 ? label
            : $"{label}{(iterations is { } steps ? $" ({steps:0} iterations)" : "")}{(batch is { } images ? $" (BS={images:0})" : "")}";

    /// <summary>A parameter of a cell.</summary>
    internal static ParameterFact Parameter(string name, string text, int line)
    {
        var kind = ParameterNames.KindOf(name);
        return new ParameterFact(kind, name, text, Product(kind, text) ?? Measure.First(text), line);
    }

    // "4 x 2" of a batch is a product; "8 (4 x 2)" is not.
    private static Measure? Product(ParameterKind kind, string text) =>
        kind is ParameterKind.Batch && text.Split('x', '×', '*') is [var left, var right]
            && double.TryParse(left.Trim().Split(' ')[0], out var a) && double.TryParse(right.Trim().Split(' ')[0], out var b)
            ? new Measure(a * b, 0.5, MeasureUnit.None, false, 0, 0, text.Length) : null;

    private static double? Value(List<ParameterFact> parameters, ParameterKind kind) =>
        parameters.Find(fact => fact.Kind == kind)?.Value?.Value;
}
