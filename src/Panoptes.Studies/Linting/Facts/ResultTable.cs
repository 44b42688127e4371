using Panoptes.Studies.Linting.Reading;

namespace Panoptes.Studies.Linting.Facts;

/// <summary>A table of results with what its columns and rows are.</summary>
/// <param name="Table">The table.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Metric">The metric of columns that name none.</param>
/// <param name="Rows">Its rows: model and configuration where they are known, and whether the row is a mean of the others.</param>
internal sealed record ResultTable(PipeTable Table, IReadOnlyList<ReportColumn> Columns, string Metric, IReadOnlyList<ResultRow> Rows);

/// <summary>A row of a table of results.</summary>
/// <param name="Row">The row.</param>
/// <param name="Model">Its model; null where its columns or the text around say it.</param>
/// <param name="Configuration">Its configuration; null where its columns or the text around say it.</param>
/// <param name="IsMean">Whether it is a mean of the others.</param>
internal sealed record ResultRow(TableRow Row, ReportModel? Model, Configuration? Configuration, bool IsMean);
