using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Progress;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Runs.Results;

/// <summary>
/// The numbers of a kind that has more than a line of them: panoptic quality of things and stuff, precision by size, and Acc, Prec and
/// confusion of things by size.
/// </summary>
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

    private static readonly Means Things = OfThings("", "Things by size");

    private static readonly Means FlatThings = OfThings("flat_", "Objects by size, flattened to segments");

    /// <summary>Whether a card shows a number that need not stand at the top too.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="name">The number's name.</param>
    public static bool Holds(KindRecord kind, string name) => Of(kind.Kind).Any(means => means.Rows.Any(row =>
        (means.HasClasses || row.Pattern != "{0}") && means.Columns.Any(column => Name(row, column) == name)));

    /// <summary>Writes them; nothing where the kind has no such numbers.</summary>
    public static void Write(Html html, KindRecord kind)
    {
        foreach (var means in Of(kind.Kind))
        {
            Write(html, kind, means);
        }
    }

    private static void Write(Html html, KindRecord kind, Means means)
    {
        var rows = means.Rows.Where(row => means.Columns.Any(column => kind.Find(Name(row, column)) is not null)).ToList();
        var columns = means.Columns.Where(column => rows.Any(row => kind.Find(Name(row, column)) is not null)).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        html.Add($"<div class=\"card\"><h3>{means.Title} <small>{means.Note}</small></h3>");
        html.Raw("<div class=\"scroll\"><table class=\"plain means\"><thead><tr><th></th>");
        foreach (var column in columns)
        {
            html.Add($"<th class=\"n\">{column.Title}</th>");
        }

        html.Raw(means.HasClasses ? "<th class=\"n\">classes</th></tr></thead><tbody>\n" : "</tr></thead><tbody>\n");
        foreach (var row in rows)
        {
            html.Add($"<tr><td>{row.Title}</td>");
            foreach (var column in columns)
            {
                var number = kind.Find(Name(row, column));
                html.Add($"<td class=\"n\">{Show.Value(number)}");
                IntervalText.Write(html, number?.Low, number?.High);
                html.Raw("</td>");
            }

            if (means.HasClasses)
            {
                var classes = kind.Classes.Count(c => !kind.IsAbsent(c) && (row.Things is not { } things || c.IsThing == things));
                html.Add($"<td class=\"n\">{classes}</td>");
            }

            html.Raw("</tr>\n");
        }

        html.Raw("</tbody></table></div></div>\n");
    }

    private static Means OfThings(string prefix, string title) => new(
        title,
        [
            ("Acc^th", $"{prefix}accuracy_things"), ("Prec^th", $"{prefix}precision_things"),
            ("confused at T = 25 %", $"{prefix}confusion_25"),
        ],
        [
            ("all", "{0}", null), ("small", "{0}_small", null), ("medium", "{0}_medium", null), ("large", "{0}_large", null),
            ("huge", "{0}_huge", null),
        ])
    {
        HasClasses = false,
        Note = "Acc by the size of the truth's segment, the others by that of the predicted one; below 32², to 96², above, above 256² "
            + "pixels; in %",
    };

    private static IReadOnlyList<Means> Of(string kind) => kind switch
    {
        "panoptic" => [Panoptic, Things],
        "instance" => [Instance, FlatThings],
        _ => [],
    };

    private static string Name((string Title, string Pattern, bool? Things) row, (string Title, string Name) column) =>
        row.Pattern.Replace("{0}", column.Name, StringComparison.Ordinal);

    private sealed record Means(
        string Title, IReadOnlyList<(string Title, string Name)> Columns, IReadOnlyList<(string Title, string Pattern, bool? Things)> Rows)
    {
        public bool HasClasses { get; init; } = true;

        public string Note { get; init; } = "means over classes, in %";
    }
}
