namespace Panoptes.Reports.Pages;

/// <summary>The confusion between classes, which the page's script draws.</summary>
internal static class ConfusionCard
{
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
