using Panoptes.Experiments.Progress;
using Panoptes.Experiments.Shifts;
using Panoptes.Reports.Cards;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Runs.Sections;

/// <summary>What the run loses on other domains, by class, and what would be labeled there.</summary>
internal static class ShiftSection
{
    /// <summary>Writes it; nothing where no shift was measured.</summary>
    public static void Write(Html html, RunPageData data)
    {
        if (data.Shifts.Count == 0)
        {
            return;
        }

        html.Raw("<section id=\"shift\">\n<h2>Domain shift</h2>\n");
        foreach (var shift in data.Shifts)
        {
            html.Add($"<h3>{shift.After.Title}</h3>\n");
            foreach (var sentence in ShiftTables.Sentences(shift))
            {
                html.Add($"<p class=\"lead\">{sentence}</p>\n");
            }

            html.Add($"<p class=\"note\">{string.Join("; ", ShiftTables.Sides(shift))}; ");
            html.Add($"{shift.Weights} weights of step {Show.Count(shift.Step)}. ");
            html.Add($"{string.Concat(shift.Notes.Select(note => $"Note: {note}. "))}</p>\n");
            html.Raw("<div class=\"columns\">\n<div class=\"stack\">\n");
            foreach (var kind in shift.Kinds)
            {
                Card(html, $"Scores, {kind.Kind}", ShiftTables.MetricHead, ShiftTables.Metrics(kind));
                Card(html, $"{kind.ClassMetric} by class, {kind.Kind}", ShiftTables.ClassHead(kind), ShiftTables.Classes(kind));
            }

            html.Raw("</div>\n<div class=\"stack\">\n");
            Card(html, "Pseudo-labels by class", ShiftTables.LabelHead(shift.Labels), ShiftTables.Labels(shift.Labels));
            html.Raw("</div>\n</div>\n");
        }

        html.Raw("</section>\n");
    }

    private static void Card(Html html, string title, IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        html.Add($"<div class=\"card scroll\"><h3>{title}</h3>");
        PlainTable.Write(html, head, rows);
        html.Raw("</div>\n");
    }
}
