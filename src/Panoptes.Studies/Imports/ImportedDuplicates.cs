namespace Panoptes.Studies.Imports;

/// <summary>Two imported runs that are one.</summary>
/// <param name="First">The one that came first.</param>
/// <param name="Second">The other.</param>
/// <param name="Why">Why they are the same, in words that end before the first's name.</param>
public sealed record SameRuns(ImportedRun First, ImportedRun Second, string Why);

/// <summary>Finds runs that were imported twice: copies of the same files, or one training as two tools recorded it.</summary>
public static class ImportedDuplicates
{
    private const int LeastPoints = 2;

    /// <summary>
    /// The runs that equal an earlier one: files with results of the same hashes; or a curve of at least two points whose steps and judged
    /// numbers agree in four digits and are not all alike.
    /// </summary>
    /// <param name="runs">Runs, those that are to be kept first.</param>
    public static IReadOnlyList<SameRuns> Of(IReadOnlyList<ImportedRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var files = new Dictionary<string, ImportedRun>();
        var curves = new Dictionary<string, ImportedRun>();
        var same = new List<SameRuns>();
        foreach (var run in runs)
        {
            if (run.Files.Any(file => file.HoldsResults) && !files.TryAdd(run.Identity, run))
            {
                same.Add(new SameRuns(files[run.Identity], run, "its files are those of"));
            }
            else if (Curve(run) is { } curve && !curves.TryAdd(curve, run))
            {
                same.Add(new SameRuns(curves[curve], run, "its curve is that of"));
            }
        }

        return same;
    }

    private static string? Curve(ImportedRun run)
    {
        var values = run.Curve.Select(point => point.Metrics.Count > 0 ? point.Metrics[0].Value : null).ToList();
        return values.Count < LeastPoints || values.Distinct().Count() < LeastPoints || values.Contains(null) ? null : string.Join(
            ' ', run.Curve.Zip(values, (point, value) => $"{point.Step}:{point.Metrics[0].Name}:{Math.Round(value!.Value, 4)}"));
    }
}
