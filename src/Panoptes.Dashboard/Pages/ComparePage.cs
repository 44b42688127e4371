using Panoptes.Dashboard.Catalog;
using Panoptes.Dashboard.Curves;
using Panoptes.Experiments.Comparisons;
using Panoptes.Experiments.Progress;
using Panoptes.Reports.Comparisons;
using Panoptes.Reports.Pages;

namespace Panoptes.Dashboard.Pages;

/// <summary>Runs side by side: the page of <c>runs compare</c>, and the same images from the pictures that the runs kept.</summary>
internal static class ComparePage
{
    /// <summary>The page.</summary>
    /// <param name="runs">The runs as they are listed, in the comparison's order.</param>
    /// <param name="comparison">What was found.</param>
    /// <param name="evaluation">Which evaluation is compared.</param>
    public static PageParts Parts(IReadOnlyList<RunEntry> runs, RunComparison comparison, string evaluation)
    {
        var parts = RunComparisonPage.Parts(comparison, []);
        var images = SameImages.Of(comparison);
        var words = comparison.Runs.Select(run => Show.ShellWord(run.Folder.Shown)).Append("--split").Append(Show.ShellWord(evaluation));
        IReadOnlyList<PageLink> links = images.Count == 0 ? parts.Head.Links : [.. parts.Head.Links, KeptImagesSection.Link];
        return parts with
        {
            Head = new PageHead("runs", string.Join(" · ", runs.Select(run => run.Name)), links),
            Body = html =>
            {
                html.Raw("<section class=\"ways\"><p class=\"acts\">");
                html.Add($"<a class=\"act\" href=\"{OverlayPage.Address("/overlay", runs, CurveAxis.Steps)}\">Overlay curves</a></p>\n");
                html.Raw("<p class=\"note\">This page as a file, with images predicted again where runs tell things apart:</p>");
                html.Add($"<pre class=\"copy\"><code>./panoptes runs compare {string.Join(' ', words)}</code></pre></section>\n");
                parts.Body(html);
                KeptImagesSection.Write(
                    html, comparison, images, (image, panels) => [.. panels.Select(panel => Address(runs, comparison, image, panel))]);
            },
        };
    }

    private static string Address(IReadOnlyList<RunEntry> runs, RunComparison comparison, SameImage image, KeptPanel panel) =>
        panel.File is { } file
            ? Address(runs[panel.Run], file)
            : $"/compare/map?run={runs[0].Id}&run={runs[panel.Run].Id}"
                + $"&split={Uri.EscapeDataString(comparison.Runs[0].Evaluation.Key)}&image={image.Index}";

    private static string Address(RunEntry run, string picture) => $"/run/{run.Id}/files/{run.Inner($"evaluation/{picture}")}";
}
