using Panoptes.Reports.Studies;
using Panoptes.Reports.Tests.Pages;
using Panoptes.Studies.Analysis;
using Panoptes.Studies.Tables;
using Panoptes.Studies.Tests.Analysis;
using Panoptes.Tests;

namespace Panoptes.Reports.Tests.Studies;

public sealed class StudyPageTests
{
    [Fact]
    public void The_page_holds_the_protocol_every_sentence_and_every_table()
    {
        using var folder = new TemporaryFolder();
        foreach (var results in new[] { SeedStudy.Results, RepeatedStudy.Results })
        {
            var report = StudyReport.Build(results);
            StudyPage.Write(report, folder["page.html"]);
            var page = File.ReadAllText(folder["page.html"]);
            PageCheck.Check(page);
            var text = PageCheck.Text(page);
            Assert.All(report.Protocol, line => Assert.Contains(line, text));
            Assert.All(report.Recommendations, one => Assert.Contains(one.Sentence(report.Names), text));
            Assert.All(report.Suspects, one => Assert.Contains(one.Text, text));
            Assert.All(StudyReportTables.Shown(report), table => Assert.Contains(table.Title, text));
            Assert.Contains("rewards stopping early", text);
        }
    }

    [Fact]
    public void Fronts_are_drawn_where_times_can_be_compared()
    {
        var report = StudyReport.Build(SeedStudy.Results);
        var page = StudyPage.Render(report);
        Assert.Equal(report.Fronts.Sum(front => front.Points.Count), PageCheck.Markup(page).Split("r=\"5\"").Length - 1);
        Assert.Contains("segformer_mit-b3: mIoU over samples", PageCheck.Text(page));
        var mixed = StudyPage.Render(StudyReport.Build(SeedStudy.Results with
        {
            Cells = [.. SeedStudy.Results.Cells.Select(cell => cell.Key.Recipe == SeedStudy.Small ? cell with { DeviceName = "B" } : cell)],
        }));
        Assert.Contains("No front: times on different devices cannot be compared", PageCheck.Text(mixed));
    }

    [Fact]
    public void A_study_without_a_cell_has_a_page_too()
    {
        var page = StudyPage.Render(StudyReport.Build(SeedStudy.Results with { Cells = [] }));
        PageCheck.Check(page);
        Assert.Contains("Too little is completed", PageCheck.Text(page));
    }
}
