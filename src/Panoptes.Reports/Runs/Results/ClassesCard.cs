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
        html.Raw("<div class=\"scroll\"><table class=\"sortable\"><thead><tr><th data-sort=\"text\">class</th>");
        html.Raw(isPanoptic ? "<th data-sort=\"text\">kind</th>" : "");
        foreach (var column in kind.Columns)
        {
            html.Add($"<th class=\"n\" data-sort=\"number\">{column.Title}</th>");
        }

        html.Raw("</tr></thead><tbody>\n");
        foreach (var row in Shown(kind))
        {
            var isAbsent = kind.IsAbsent(row);
            var color = HexColor.Checked(row.Color);
            html.Raw(isAbsent ? "<tr class=\"absent\">" : "<tr>");
            html.Add($"<td><i class=\"dot\" style=\"background:{color}\"></i>{row.Name}</td>");
            html.Raw(!isPanoptic ? "" : row.IsThing ? "<td>thing</td>" : "<td>stuff</td>");
            if (isAbsent)
            {
                var why = kind.Kind == "instance" ? "not in the truth" : "neither labeled nor predicted";
                html.Add($"<td class=\"n\" colspan=\"{kind.Columns.Count}\">absent: {why}</td></tr>\n");
                continue;
            }

            for (var i = 0; i < kind.Columns.Count; i++)
            {
                Cell(html, kind.Columns[i], row, i == 0 ? color : null);
            }

            html.Raw("</tr>\n");
        }

        html.Raw("</tbody></table></div></div>\n");
    }

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

        html.Add($"<td class=\"n bar\" data-value=\"{value ?? -1:R}\"><div><u>");
        html.Add($"<i style=\"width:{100 * Math.Clamp(value ?? 0, 0, 1):0.0}%;background:{bar}\"></i></u><span>{text}</span></div></td>");
    }
}
