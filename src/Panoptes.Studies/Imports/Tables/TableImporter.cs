using Panoptes.Studies.Imports.Records;
using Panoptes.Studies.Imports.Sources;

namespace Panoptes.Studies.Imports.Tables;

/// <summary>
/// Tables of separated values with a header that names numbers of evaluations: a row for each run or each evaluation of one, exports of
/// Weights &amp; Biases, <c>results.csv</c> of ultralytics, <c>metrics.csv</c> of Lightning.
/// </summary>
internal sealed class TableImporter : IRunImporter
{
    private static readonly string[] Endings = [".csv", ".tsv"];

    /// <inheritdoc/>
    public string Name => "csv";

    /// <inheritdoc/>
    public string LooksFor => "*.csv or *.tsv whose header names a metric, such as mIoU, PQ, AP or metrics/mAP50-95(M)";

    /// <inheritdoc/>
    public bool Recognizes(string path) => SourceTree.At(path).Files().Any(IsTable);

    /// <inheritdoc/>
    public IReadOnlyList<ImportedRun> Read(string path, Action<string> warn)
    {
        var tree = SourceTree.At(path);
        var files = tree.Files(warn).ToHashSet();
        return EachRun.Read(
            [.. files.Where(IsTable).Order(StringComparer.Ordinal)], file => new TableRuns(tree, file, files, warn).Read(), warn);
    }

    private static bool IsTable(string file)
    {
        if (!Endings.Contains(Path.GetExtension(file).ToLowerInvariant()))
        {
            return false;
        }

        var header = CsvTable.HeaderOf(file);
        return TableColumns.AreResults(header) || ChartExport.IsChart(header);
    }
}
