using Panoptes.Dashboard.Catalog;
using Panoptes.Dashboard.Comparing;
using Panoptes.Dashboard.Curves;
using Panoptes.Experiments.Comparisons;
using Panoptes.Experiments.Progress;
using Panoptes.Reports.Comparisons;
using Panoptes.Reports.Pages;

namespace Panoptes.Dashboard.Pages;

/// <summary>Runs side by side: the page of <c>runs compare</c>, and the same images from the pictures that the runs kept.</summary>
internal static class ComparePage
{
    private const int MostImages = 24;

    /// <summary>The page.</summary>
    /// <param name="runs">The runs as they are listed, in the comparison's order.</param>
    /// <param name="comparison">What was found.</param>
    /// <param name="evaluation">Which evaluation is compared.</param>
    public static PageParts Parts(IReadOnlyList<RunEntry> runs, RunComparison comparison, string evaluation)
    {
        var parts = RunComparisonPage.Parts(comparison);
        var images = SameImages.Of(comparison);
        var words = comparison.Runs.Select(run => Show.ShellWord(run.Folder.Shown)).Append("--split").Append(Show.ShellWord(evaluation));
        IReadOnlyList<PageLink> links = images.Count == 0 ? parts.Head.Links : [.. parts.Head.Links, new PageLink("same", "Same images")];
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
                Images(html, runs, comparison, images);
            },
        };
    }

    private static void Images(Html html, IReadOnlyList<RunEntry> runs, RunComparison comparison, IReadOnlyList<SameImage> images)
    {
        if (images.Count == 0)
        {
            return;
        }

        html.Raw("<section id=\"same\">\n<h2>The same images</h2>\n<p class=\"note\">Those among the worst of A and of another run, ");
        html.Raw("whose evaluations kept pictures of them: no choice of typical images.");
        if (images.Any(image => image.HasMap))
        {
            html.Raw(" By the evaluation's own count (classes of pixels, matched segments, found objects) the last pictures show where ");
            html.Raw("<span class=\"chip\"><i class=\"first-right\"></i>A is right and the other ");
            html.Raw("wrong</span> and where <span class=\"chip\"><i class=\"other-right\"></i>the other is right and A wrong</span>.");
        }

        html.Raw("</p>\n");
        html.Raw("<div class=\"card\"><div class=\"tools\">");
        Panel.WriteOpacity(html);
        html.Raw("<span>click a picture to enlarge it and to page through all; point at one to read its classes</span></div>\n");
        foreach (var image in images.Take(MostImages))
        {
            Image(html, runs, comparison, image);
        }

        html.Raw("</div>\n</section>\n");
    }

    private static void Image(Html html, IReadOnlyList<RunEntry> runs, RunComparison comparison, SameImage image)
    {
        var first = image.Rows[0];
        void Write(string kind, string title, string address) => Panel.Write(html, kind, title, image.Name, image.Aspect, address);
        Panel.Begin(html, image.Name, $"#{image.Index}");
        Write("image", "image", Address(runs[0], first.Image!));
        Write("truth", "truth", Address(runs[0], first.Truth!));
        foreach (var (place, row) in image.Rows.OrderBy(row => row.Key))
        {
            Write("prediction", comparison.Runs[place].Title, Address(runs[place], row.Prediction!));
        }

        foreach (var (place, _) in image.Rows.Where(row => row.Key > 0 && image.HasMap).OrderBy(row => row.Key))
        {
            Write(
                "difference", $"A or {comparison.Runs[place].Letter} right",
                $"/compare/map?run={runs[0].Id}&run={runs[place].Id}&split={Uri.EscapeDataString(comparison.Runs[0].Evaluation.Key)}"
                    + $"&image={image.Index}");
        }

        html.Raw("</div></figure>\n");
    }

    private static string Address(RunEntry run, string picture) => $"/run/{run.Id}/files/{run.Inner($"evaluation/{picture}")}";
}
