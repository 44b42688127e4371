using Panoptes.Metrics.Semantic;

namespace Panoptes.Reports.Pages;

/// <summary>The confusion between classes, which the page's script draws.</summary>
internal static class ConfusionCard
{
    private const int MostClasses = 64;

    /// <summary>
    /// A matrix of pixels with a last column for what is taken for no class. Classes without any pixels are left out, and of very many the
    /// rare ones.
    /// </summary>
    /// <param name="matrix">The pixels.</param>
    /// <param name="names">The classes.</param>
    public static Matrix Of(ConfusionMatrix matrix, IReadOnlyList<string> names)
    {
        int[] shown =
        [
            .. Enumerable.Range(0, names.Count).Where(c => matrix.TruthPixels(c) + matrix.PredictedPixels(c) > 0)
                .OrderByDescending(matrix.TruthPixels).Take(MostClasses).Order(),
        ];
        int[] columns = [.. shown, matrix.None];
        return Of(
            [.. shown.Select(c => names[c])],
            [.. shown.Select(row => (IReadOnlyList<long>)[.. columns.Select(column => matrix[row, column])])]);
    }

    /// <summary>A matrix of counts, with a last column for what is taken for no class where there is any.</summary>
    /// <param name="names">The classes.</param>
    /// <param name="counts">Counts [truth][prediction]; a last row and column, one more than classes, is no class.</param>
    public static Matrix Of(IReadOnlyList<string> names, IReadOnlyList<IReadOnlyList<long>> counts)
    {
        var rows = counts.Take(names.Count).ToArray();
        var hasNone = rows.Any(row => row.Count > names.Count && row[names.Count] > 0);
        IReadOnlyList<string> columns = hasNone ? [.. names, "no class"] : names;
        return new Matrix(names, columns, [.. rows.Select(row => (IReadOnlyList<long>)[.. row.Take(columns.Count)])]);
    }

    /// <summary>Writes it.</summary>
    /// <param name="html">The page.</param>
    /// <param name="index">Which of the page's matrices it is.</param>
    public static void Write(Html html, int index)
    {
        html.Raw("<div class=\"card\"><h3>Confusion <small>rows: truth, columns: prediction; each row sums to 100 %</small></h3>\n");
        html.Add($"<div class=\"matrix\" data-matrix=\"{index}\"></div></div>\n");
    }
}
