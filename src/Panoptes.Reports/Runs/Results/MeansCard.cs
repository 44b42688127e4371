using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Progress;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Runs.Results;

/// <summary>The means of a kind that has more than a line of them: panoptic quality of things and stuff, precision by size.</summary>
internal static class MeansCard
{
    private static readonly Means Panoptic = new(
        "Panoptic quality",
        [("PQ", "pq"), ("SQ", "sq"), ("RQ", "rq")],
        [("all", "{0}", null), ("things", "{0}_things", true), ("stuff", "{0}_stuff", false)]);

    private static readonly Means Instance = new(
        "Average precision",
        [
            ("AP", "ap"), ("AP50", "ap50"), ("AP75", "ap75"),
            ("small", "ap_small"), ("medium", "ap_medium"), ("large", "ap_large"), ("AR100", "ar100"),
        ],
        [("masks", "{0}", null), ("boxes", "box_{0}", null), ("masks by Cityscapes' rules", "cityscapes_{0}", null)]);

    /// <summary>Whether the card shows a number.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="name">The number's name.</param>
    public static bool Holds(KindRecord kind, string name) =>
        Of(kind.Kind) is { } means && means.Rows.Any(row => means.Columns.Any(column => Name(row, column) == name));

    /// <summary>Writes it; nothing where the kind has no such means.</summary>
    public static void Write(Html html, KindRecord kind)
    {
        if (Of(kind.Kind) is not { } means)
        {
            return;
        }

        var rows = means.Rows.Where(row => means.Columns.Any(column => kind.Find(Name(row, column)) is not null)).ToList();
        var columns = means.Columns.Where(column => rows.Any(row => kind.Find(Name(row, column)) is not null)).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        html.Add($"<div class=\"card\"><h3>{means.Title} <small>means over classes, in %</small></h3>");
        html.Raw("<div class=\"scroll\"><table class=\"plain means\"><thead><tr><th></th>");
        foreach (var column in columns)
        {
            html.Add($"<th class=\"n\">{column.Title}</th>");
        }

        html.Raw("<th class=\"n\">classes</th></tr></thead><tbody>\n");
        foreach (var row in rows)
        {
            html.Add($"<tr><td>{row.Title}</td>");
            foreach (var column in columns)
            {
                html.Add($"<td class=\"n\">{Show.Value(kind.Find(Name(row, column)))}</td>");
            }

            var classes = kind.Classes.Count(c => !kind.IsAbsent(c) && (row.Things is not { } things || c.IsThing == things));
            html.Add($"<td class=\"n\">{classes}</td></tr>\n");
        }

        html.Raw("</tbody></table></div></div>\n");
    }

    private static Means? Of(string kind) => kind switch
    {
        "panoptic" => Panoptic,
        "instance" => Instance,
        _ => null,
    };

    private static string Name((string Title, string Pattern, bool? Things) row, (string Title, string Name) column) =>
        row.Pattern.Replace("{0}", column.Name, StringComparison.Ordinal);

    private sealed record Means(
        string Title, IReadOnlyList<(string Title, string Name)> Columns, IReadOnlyList<(string Title, string Pattern, bool? Things)> Rows);
}
