using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Progress;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Runs.Results;

/// <summary>What every class has.</summary>
internal static class ClassesCard
{
    /// <summary>The classes that a kind is about: things alone where it is one of objects.</summary>
    public static IReadOnlyList<ClassRow> Shown(KindRecord kind) =>
        kind.Kind == "instance" ? [.. kind.Classes.Where(row => row.IsThing)] : kind.Classes;

    /// <summary>Writes it.</summary>
    public static void Write(Html html, KindRecord kind)
    {
        var isPanoptic = kind.Kind == "panoptic";
        html.Raw("<div class=\"card grow\"><h3>Classes</h3>");
        html.Raw("<div class=\"scroll\"><table class=\"plain\"><thead><tr><th>class</th>");
        html.Raw(isPanoptic ? "<th>kind</th>" : "");
        foreach (var column in kind.Columns)
        {
            html.Add($"<th class=\"n\">{column.Title}</th>");
        }

        html.Raw("</tr></thead><tbody>\n");
        foreach (var row in Shown(kind).Where(row => !kind.IsAbsent(row)))
        {
            var color = HexColor.Checked(row.Color);
            html.Raw("<tr><td>");
            ColorChips.Named(html, row.Name, color);
            html.Raw(!isPanoptic ? "</td>" : row.IsThing ? "</td><td>thing</td>" : "</td><td>stuff</td>");
            for (var i = 0; i < kind.Columns.Count; i++)
            {
                Cell(html, kind.Columns[i], row, i == 0 ? color : null);
            }

            html.Raw("</tr>\n");
        }

        html.Raw("</tbody></table></div>");
        ClassLegend.Absent(html, [.. Shown(kind).Where(kind.IsAbsent).Select(row => row.Name)], WhyAbsent(kind));
        html.Raw("</div>\n");
    }

    /// <summary>What a class that is absent from a kind of evaluation is not.</summary>
    public static string WhyAbsent(KindRecord kind) => kind.Kind == "instance" ? "not in the truth" : "neither labeled nor predicted";

    private static void Cell(Html html, ColumnRow column, ClassRow row, string? bar)
    {
        var value = row.Of(column.Name);
        var text = column.IsShare ? Show.Percent(value) : value is { } count ? Show.Short((long)count) : Show.Absent;
        if (bar is null || !column.IsShare)
        {
            html.Add($"<td class=\"n\" data-value=\"{value ?? -1:R}\">{text}");
            if (row.Intervals.GetValueOrDefault(column.Name) is [var low, var high])
            {
                IntervalText.Write(html, low, high);
            }

            html.Raw("</td>");
            return;
        }

        ShareBar.Write(html, value ?? double.NaN, text, bar);
    }
}
