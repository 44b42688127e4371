using System.Text.RegularExpressions;
using Panoptes.Metrics.Atlas.Counting;
using Panoptes.Metrics.Atlas.Pictures;
using Panoptes.Metrics.Atlas.Scores;
using Panoptes.Metrics.Tests.Atlas;
using Panoptes.Reports.Atlas;
using Panoptes.Reports.Tests.Pages;

namespace Panoptes.Reports.Tests.Atlas;

public sealed class AtlasPageTests
{
    [Fact]
    public void A_page_is_whole_and_shows_every_example_at_its_address()
    {
        var (report, page) = Render(PatchFrames.WithErrors);
        PageCheck.Check(page);
        Assert.NotEmpty(report.Findings);
        Assert.All(report.Findings, finding => Assert.Contains($"id=\"finding-{finding.Address}\"", page));
        var whole = report.Worst.Count + report.Best.Count;
        Assert.Equal((2 * report.Findings.Count) + (3 * whole), Regex.Count(page, "data:image/png;base64,"));
        Assert.DoesNotContain("<b>bus", page);
        Assert.Contains("1 class absent: neither in the truth nor predicted", PageCheck.Text(page));
    }

    [Fact]
    public void Numbers_of_kinds_lead_to_filters_that_have_examples()
    {
        var (report, page) = Render(PatchFrames.WithErrors);
        var picks = Regex.Matches(page, "class=\"to-findings\" href=\"#findings\" data-kind=\"([^\"]+)\"")
            .Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(picks);
        Assert.All(picks, kind => Assert.Contains($"<option value=\"{kind}\">", page));
        Assert.Contains($"{report.Findings.Count} of {report.Findings.Count} errors", PageCheck.Text(page));
    }

    [Fact]
    public void Scores_get_their_curves_and_nothing_is_said_of_them_where_there_are_none()
    {
        Assert.DoesNotContain("id=\"curves\"", Render(PatchFrames.WithErrors).Page);
        var scored = PatchFrames.WithErrors with
        {
            Scores = [ScoredClass.Of("all", [(0.9, true), (0.4, false)], 2), ScoredClass.Of("car", [(0.9, true), (0.4, false)], 2)],
        };
        var page = Render(scored).Page;
        PageCheck.Check(page);
        Assert.All(["precision", "f1", "histogram", "reliability"], chart => Assert.Contains($"data-group=\"{chart}\"", page));
    }

    private static (AtlasReport Report, string Page) Render(PatchFrames frames)
    {
        var report = ErrorAtlas.Make(frames, "streets");
        return (report, AtlasPage.Render(report, AtlasPictures.Of(frames, report, report.Findings, null), report.Findings));
    }
}
