using Panoptes.Studies.Linting.Reading;

namespace Panoptes.Studies.Linting.Facts;

/// <summary>Reads tables of metrics over iterations.</summary>
internal static class CurveReader
{
    /// <summary>Whether a table is one.</summary>
    public static bool IsCurve(PipeTable table) => table.Header.Count >= 2 && table.Rows.Count >= 2
        && ParameterNames.KindOf(table.Header[0]) is ParameterKind.Iterations or ParameterKind.Epochs
        && table.Header.Skip(1).All(header => ParameterNames.KindOf(header) is not (ParameterKind.Batch or ParameterKind.Samples))
        && IsRising(table);

    /// <summary>Reads a table.</summary>
    public static void Read(PipeTable table, ReportFacts facts)
    {
        for (var column = 1; column < table.Header.Count; column++)
        {
            var header = ReportColumn.Of(column, table.Header[column]);
            if (header.Kind is not (ColumnKind.Metric or ColumnKind.Value))
            {
                continue;
            }

            IReadOnlyList<string> context = [table.Header[column], .. table.Context];
            var metric = header.Metric ?? table.Context.Select(MetricNames.Find).FirstOrDefault(name => name is not null) ?? "miou";
            var points = new List<(double Step, Measure Value, int Line)>();
            foreach (var row in table.Rows)
            {
                if (Measure.First(row[0]) is { } step && Measure.First(row[column]) is { } value)
                {
                    points.Add((step.Value, value, row.Line));
                }
            }

            if (points.Count >= 2)
            {
                facts.Curves.Add(new CurveFact(
                    FactReader.ModelOf(context, facts), FactReader.ConfigurationOf(context, facts), metric, Percent(points)));
            }
        }
    }

    private static List<(double Step, Measure Value, int Line)> Percent(List<(double Step, Measure Value, int Line)> points) =>
        points.TrueForAll(point => point.Value.Value <= 1 && point.Value.Unit is MeasureUnit.None)
            ? points.ConvertAll(point => (
                point.Step, point.Value with { Value = point.Value.Value * 100, Half = point.Value.Half * 100 }, point.Line))
            : points;

    private static bool IsRising(PipeTable table)
    {
        var last = double.NegativeInfinity;
        foreach (var row in table.Rows)
        {
            if (Measure.First(row[0]) is not { } step || step.Value <= last)
            {
                return false;
            }

            last = step.Value;
        }

        return true;
    }
}
