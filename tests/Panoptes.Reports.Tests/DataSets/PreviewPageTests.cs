using System.Text.RegularExpressions;
using Panoptes.Data.Preview;
using Panoptes.Data.Samples;
using Panoptes.Data.Synthetic;
using Panoptes.Reports.DataSets;
using Panoptes.Reports.Tests.Pages;
using Panoptes.Tests;

namespace Panoptes.Reports.Tests.DataSets;

public sealed class PreviewPageTests
{
    private static DataPreview Scenes => DataPreview.Of(
        new SyntheticDataset(new SyntheticScenes(128, 64), 5), new DataPreviewOptions { Samples = 3, Width = 64 });

    [Fact]
    public void The_page_shows_samples_with_legend_and_shares_and_needs_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var preview = Scenes;
        var file = Path.Combine(folder.Path, "page.html");
        PreviewPage.Write(preview, file);
        var page = File.ReadAllText(file);
        PageCheck.Check(page);
        Assert.Equal(3, Regex.Count(page, "<article"));
        Assert.Equal(9, Regex.Count(page, "data:image/jpeg;base64,"));
        Assert.DoesNotContain("<p class=\"wrong\"", page);
        var text = PageCheck.Text(page);
        Assert.Contains("3 of 5 samples, seed 0.", text);
        Assert.Contains(" 7 person ", text);
        Assert.All(Enumerable.Range(0, preview.Classes.Count), c => Assert.Contains(
            $" {preview.Classes.Names[c]} {preview.Pixels[c]} ", text));
        Assert.Equal(page, PreviewPage.Render(Scenes));
    }

    [Fact]
    public void A_broken_sample_is_shown_as_its_error_and_names_are_escaped()
    {
        var broken = new PreviewedSample(new SampleFiles("a<b>", "images/a<b>.png", "labels/a<b>.png")) { Error = "label id 200 of <b>" };
        var page = PreviewPage.Render(Scenes with { Samples = [broken] });
        PageCheck.Check(page);
        Assert.Contains("<p class=\"wrong\">label id 200 of &lt;b&gt;</p>", page);
        Assert.Contains("a&lt;b&gt;", page);
        Assert.DoesNotContain("a<b>", page);
    }
}
