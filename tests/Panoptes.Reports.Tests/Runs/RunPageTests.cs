using System.Text.RegularExpressions;
using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Reports.Runs;
using Panoptes.Reports.Tests.Pages;
using Panoptes.Tests;

namespace Panoptes.Reports.Tests.Runs;

public sealed class RunPageTests : IDisposable
{
    private const string Hostile = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_report_is_one_well_formed_page_without_outside_resources()
    {
        var run = SampleRun.Create(folder.Path);
        RunPage.Write(run);
        var page = File.ReadAllText(run.Report);
        PageCheck.Check(page);
        if (Environment.GetEnvironmentVariable("PANOPTES_KEEP_REPORT") is { } keep)
        {
            File.WriteAllText(keep, page);
        }
    }

    [Fact]
    public void It_shows_every_class_the_absent_one_as_absent_and_the_incidents()
    {
        var page = RunPage.Render(RunPageData.Read(SampleRun.Create(folder.Path)));
        foreach (var (name, _, share, _) in SampleRun.Classes)
        {
            Assert.Contains($"</i>{name}<", page);
            Assert.Equal(
                share == 0, Regex.IsMatch(page, $"<details class=\"absences\"><summary>1 class absent: [^<]*</summary><p[^>]*>{name}</p>"));
        }

        Assert.Contains("went on from step 1000", page);
        Assert.Contains("step-1020 is damaged", page);
        Assert.Contains("1 logged points lay beyond", page);
        Assert.Contains("63.40", page);
    }

    [Fact]
    public void An_evaluation_by_another_protocol_has_a_headline_and_a_tab_of_its_own()
    {
        var run = SampleRun.Create(folder.Path);
        var file = EvaluationFile.Read(run.Evaluation("test"));
        const string Name = "test+scales-0.75-1+flip";
        var better = file.Kinds[0] with { Metrics = [file.Primary! with { Value = 0.6512 }, .. file.Kinds[0].Metrics.Skip(1)] };
        (file with { Name = Name, Kinds = [better], Protocol = "whole image, scales 0.75, 1 and mirrored" }).Write(run.Evaluation(Name));
        var page = RunPage.Render(RunPageData.Read(run));
        Assert.Contains("test, scales-0.75-1, flip mIoU", page, StringComparison.Ordinal);
        Assert.Contains("scales 0.75, 1 and mirrored", page, StringComparison.Ordinal);
        Assert.Contains($"<article class=\"tab\" data-tab=\"{Name}\" ", page, StringComparison.Ordinal);
        Assert.Contains("65.12", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_names_stay_text_everywhere()
    {
        var page = RunPage.Render(RunPageData.Read(SampleRun.Create(folder.Path, Hostile)));
        PageCheck.Check(page);
        Assert.DoesNotContain("<script>alert", page);
        Assert.DoesNotContain("<img src=x", page);
        Assert.DoesNotMatch("style=\"[^\"]*alert", page);
        Assert.Contains("&lt;/script&gt;&lt;script&gt;alert(1)", page);
    }

    [Fact]
    public void The_size_of_embedded_pictures_is_bounded_and_what_is_left_out_is_said()
    {
        var run = SampleRun.Create(folder.Path, images: 12, pictureSize: 320);
        var data = RunPageData.Read(run);
        var all = RunPage.Render(data);
        var few = RunPage.Render(data with { Config = data.Config with { Report = data.Config.Report with { MaxImagesMib = 0.1 } } });
        Assert.Equal(24, Regex.Count(all, "<figure"));
        Assert.InRange(Regex.Count(few, "<figure"), 1, 23);
        Assert.InRange(Regex.Matches(few, "data:image[^\"]+").Sum(match => match.Length), 1, 110_000);
        Assert.Contains("were left out to keep this page", few);
    }

    [Fact]
    public void A_run_that_has_only_begun_has_a_page_too()
    {
        var config = new RunConfig { Run = new() { Folder = folder.Path, Name = "new" } };
        var run = RunFolder.ForTraining(config, null);
        run.WriteConfig(config);
        var page = RunPage.Render(RunPageData.Read(run));
        PageCheck.Check(page);
        Assert.Contains("not started", page);
        Assert.Contains("Nothing was evaluated yet", page);
    }
}
