using System.Text.RegularExpressions;
using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Tests;
using Panoptes.Reports.Runs;

namespace Panoptes.Reports.Tests.Runs;

public sealed partial class RunPageTests : IDisposable
{
    private const string Hostile = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;";
    private static readonly string[] Void = ["meta", "img", "input", "br", "hr", "link"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_report_is_one_well_formed_page_without_outside_resources()
    {
        var run = SampleRun.Create(folder.Path);
        RunPage.Write(run);
        var page = File.ReadAllText(run.Report);
        CheckNesting(page);
        Assert.DoesNotMatch(@"https?://", page);
        Assert.DoesNotMatch(@"(?i)(src|href)\s*=\s*""(?!data:|#)", page);
        Assert.DoesNotMatch(@"(?i)@import|url\((?!['""]?(#|data:))|<link|<iframe|<object|<embed|fetch\(|XMLHttpRequest|import\(", Markup(page).Replace("url(#${clip})", ""));
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
            Assert.Contains($"</i>{name}</td>", page);
            Assert.Equal(share == 0, Regex.IsMatch(page, $"</i>{name}</td><td class=\"n\" colspan=\"5\">absent"));
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
        (file with { Name = Name, MeanIou = 0.6512, Protocol = "whole image, scales 0.75, 1 and mirrored" }).Write(run.Evaluation(Name));
        var page = RunPage.Render(RunPageData.Read(run));
        Assert.Contains("test, scales-0.75-1, flip mIoU", page, StringComparison.Ordinal);
        Assert.Contains("scales 0.75, 1 and mirrored", page, StringComparison.Ordinal);
        Assert.Contains($"<article class=\"tab\" data-tab=\"{Name}\">", page, StringComparison.Ordinal);
        Assert.Contains("65.12", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_names_stay_text_everywhere()
    {
        var page = RunPage.Render(RunPageData.Read(SampleRun.Create(folder.Path, Hostile)));
        CheckNesting(page);
        Assert.DoesNotContain("<script>alert", page);
        Assert.DoesNotContain("<img src=x", page);
        Assert.Equal(2, Regex.Count(page, "<script"));
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
        CheckNesting(page);
        Assert.Contains("not started", page);
        Assert.Contains("Nothing was evaluated yet", page);
    }

    /// <summary>Every element is closed in order; attributes are quoted; text has no bare angle bracket.</summary>
    private static void CheckNesting(string page)
    {
        Assert.StartsWith("<!doctype html>", page);
        var open = new Stack<string>();
        var end = 0;
        foreach (Match tag in Tags().Matches(Markup(page)))
        {
            end++;
            var name = tag.Groups["name"].Value;
            if (tag.Groups["close"].Success)
            {
                Assert.True(open.Count > 0 && open.Peek() == name, $"</{name}> closes <{(open.Count > 0 ? open.Peek() : "nothing")}>");
                open.Pop();
            }
            else if (!Void.Contains(name))
            {
                open.Push(name);
            }
        }

        Assert.Empty(open);
        Assert.True(end > 50);
        var text = Tags().Replace(Markup(page), "").Replace("<!doctype html>", "");
        Assert.DoesNotContain('<', text);
    }

    /// <summary>The page without the content of scripts and styles.</summary>
    private static string Markup(string page) => RawText().Replace(page, match => match.Groups[1].Value + match.Groups[3].Value);

    [GeneratedRegex("""<(?<close>/)?(?<name>[a-z][a-z0-9]*)(\s+[a-z-]+(="[^"]*")?)*\s*>""")]
    private static partial Regex Tags();

    [GeneratedRegex("(<(script|style)[^>]*>).*?(</\\2>)", RegexOptions.Singleline)]
    private static partial Regex RawText();
}
