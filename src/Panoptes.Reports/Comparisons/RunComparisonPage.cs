using Panoptes.Experiments.Comparisons;
using Panoptes.Experiments.Progress;
using Panoptes.Foundation;
using Panoptes.Reports.Cards;
using Panoptes.Reports.Pages;
using Panoptes.Reports.Runs.Results;

namespace Panoptes.Reports.Comparisons;

/// <summary>The page of runs side by side: settings, curves, results with paired differences, confusion, and the same images.</summary>
public static class RunComparisonPage
{
    private const string Intervals = "95 % intervals over the same 1000 draws of images for both; none where a number does not follow from "
        + "sums over images";

    /// <summary>Writes the page.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="path">Where it goes.</param>
    public static void Write(RunComparison comparison, string path)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        AtomicFile.WriteText(path, Render(comparison));
    }

    /// <summary>The page as text.</summary>
    internal static string Render(RunComparison comparison) => Page.Render(Parts(comparison, SameImages.Of(comparison)));

    /// <summary>What the page is made of.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="kept">Images that runs kept pictures of, to be shown from these.</param>
    internal static PageParts Parts(RunComparison comparison, IReadOnlyList<SameImage> kept)
    {
        var steps = RunComparisonCharts.OverSteps(comparison);
        var curved = comparison.Kinds.Where(kind => kind.Curve is not null).ToList();
        var figures = curved.Select(kind => RunComparisonCharts.Confusion(comparison, kind)).ToList();
        List<PageLink> links = [new("summary", "Runs"), new("settings", "Settings"), new("curves", "Curves"), new("results", "Results")];
        links.AddRange(figures.Count > 0 ? [new PageLink("confusion", "Confusion")] : []);
        links.AddRange(comparison.Images.Count > 0 ? [new PageLink("images", "Same images")] : []);
        links.AddRange(kept.Count > 0 ? [KeptImagesSection.Link] : []);
        var names = comparison.Runs.Select(run => run.Folder.Name);
        return new PageParts(
            new PageHead("runs", string.Join(" · ", names), links),
            html =>
            {
                Summary(html, comparison);
                Settings(html, comparison);
                html.Raw("<section id=\"curves\">\n<h2>Curves</h2>\n<div class=\"tools\"><label>smoothing <input class=\"smooth\" ");
                html.Raw("type=\"range\" min=\"0\" max=\"0.98\" step=\"0.02\" value=\"0.8\"></label></div>\n");
                html.Raw("<div class=\"charts\" data-group=\"steps\"></div>\n</section>\n");
                Results(html, comparison);
                Confusion(html, figures);
                ImagesSection.Write(html, comparison, kept);
            },
            new PageData
            {
                Charts = [.. steps, .. figures],
                Classes = [.. comparison.Runs[0].Summary.Classes.Select(row => new NamedColor(row.Name, HexColor.Checked(row.Color)))],
            });
    }

    private static void Summary(Html html, RunComparison comparison)
    {
        html.Raw("<section id=\"summary\">\n");
        Tile.Write(html, comparison.Runs.Select(run => new Tile(
            run.Title, Show.Value(run.Evaluation.Primary), run.Evaluation.Primary is { IsShare: true, Value: not null } ? "%" : "",
            $"{run.Evaluation.Primary?.Title} on {run.Evaluation.Title}")));
        html.Raw("<div class=\"card scroll\"><table class=\"plain\"><thead><tr><th>run</th><th>folder</th><th>network</th>");
        html.Raw("<th class=\"n\">parameters</th><th class=\"n\">steps</th><th>measured</th><th>how</th></tr></thead><tbody>\n");
        foreach (var run in comparison.Runs)
        {
            var measured = run.Evaluation;
            html.Add($"<tr><td>{run.Letter}</td><td><code>{run.Folder.Shown}</code></td><td>{run.Summary.Model}</td>");
            html.Add($"<td class=\"n\">{Show.Count(run.Summary.Parameters)}</td><td class=\"n\">{Show.Count(run.Config.Train.Steps)}</td>");
            html.Add($"<td>{measured.Title}, {measured.Images} images, {measured.Weights} weights of step ");
            html.Add($"{Show.Count(measured.Step)}</td><td>{measured.Protocol}</td></tr>\n");
        }

        html.Raw("</tbody></table></div>\n");
        foreach (var note in comparison.Notes)
        {
            html.Add($"<p class=\"note trap\">Note: {note}.</p>\n");
        }

        html.Raw("</section>\n");
    }

    private static void Settings(Html html, RunComparison comparison)
    {
        html.Raw("<section id=\"settings\">\n<h2>Settings that differ</h2>\n");
        if (comparison.Settings.Count == 0)
        {
            html.Raw("<p class=\"note\">None that changes what is computed.</p>\n</section>\n");
            return;
        }

        html.Raw("<p class=\"note\">Settings that change nothing of what is computed (folders, report, logging) are left out, and so are ");
        html.Raw("those that only one family of models has.</p>\n<div class=\"card scroll\"><table class=\"plain\"><thead><tr>");
        html.Raw("<th>setting</th>");
        foreach (var run in comparison.Runs)
        {
            html.Add($"<th>{run.Title}</th>");
        }

        html.Raw("</tr></thead><tbody>\n");
        foreach (var setting in comparison.Settings)
        {
            html.Add($"<tr><td><code>{setting.Path}</code></td>");
            foreach (var value in setting.Values)
            {
                html.Add($"<td><code>{value}</code></td>");
            }

            html.Raw("</tr>\n");
        }

        html.Raw("</tbody></table></div>\n</section>\n");
    }

    private static void Results(Html html, RunComparison comparison)
    {
        html.Raw("<section id=\"results\">\n<h2>Results</h2>\n<div class=\"stack\">\n");
        foreach (var kind in comparison.Kinds)
        {
            for (var run = 1; run < comparison.Runs.Count; run++)
            {
                var (a, b) = (comparison.Runs[0].Title, comparison.Runs[run].Title);
                var title = $"{comparison.Runs[run].Letter} - A, {kind.Kind}";
                var numbers = Rows(kind.Numbers, run, share => share.Title + Over(comparison, kind, share, run));
                DifferenceCard.Write(html, title, Intervals, numbers, a, b);
                html.Add($"<details><summary>{title} by class</summary>\n");
                DifferenceCard.Write(html, $"{title} by class", Intervals, Rows(kind.Classes, run, share => share.Title), a, b);
                html.Raw("</details>\n");
            }
        }

        html.Raw("</div>\n</section>\n");
    }

    private static void Confusion(Html html, List<Chart> figures)
    {
        if (figures.Count == 0)
        {
            return;
        }

        html.Raw("<section id=\"confusion\">\n<h2>Confusion</h2>\n<p class=\"note\">Lower is better: of all predicted things those that ");
        html.Raw("cover more than T % of each of at least two true things.</p>\n");
        foreach (var figure in figures)
        {
            ChartCard.Write(html, figure);
        }

        html.Raw("</section>\n");
    }

    // Means over different classes are no match for each other.
    private static string Over(RunComparison comparison, ComparedKind kind, ComparedShare share, int run)
    {
        var notes = new[] { comparison.Runs[0], comparison.Runs[run] }
            .Select(one => (one.Letter, Text: MeanNote.Of(one.Evaluation.Kinds.First(record => record.Kind == kind.Kind), share.Name)))
            .Where(note => note.Text.Length > 0).Select(note => note.Letter + note.Text).ToList();
        return notes.Count == 0 ? "" : $" ({string.Join(", ", notes)})";
    }

    private static List<DifferenceRow> Rows(IEnumerable<ComparedShare> shares, int run, Func<ComparedShare, string> title) =>
    [
        .. shares.Select(share => new DifferenceRow(
            title(share), share.Values[0] ?? double.NaN, share.Values[run] ?? double.NaN, share.Intervals[run], share.HigherIsBetter)),
    ];
}
