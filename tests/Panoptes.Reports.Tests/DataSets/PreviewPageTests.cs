using System.Text.RegularExpressions;
using Panoptes.Data.Configuration;
using Panoptes.Data.Preview;
using Panoptes.Data.Samples;
using Panoptes.Data.Sampling;
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
        Assert.Equal(6, Regex.Count(page, "data:image/jpeg;base64,"));
        Assert.Equal(3, Regex.Count(page, "data:image/png;base64,"));
        Assert.DoesNotContain("<p class=\"wrong\"", page);
        var text = PageCheck.Text(page);
        Assert.Contains("3 of 5 samples, seed 0.", text);
        Assert.Contains(" 7 person ", text);
        Assert.All(Enumerable.Range(0, preview.Classes.Count), c => Assert.Contains(
            $" {preview.Classes.Names[c]} {preview.Pixels[c]} ", text));
        Assert.Equal(page, PreviewPage.Render(Scenes));
    }

    [Fact]
    public void Pairs_of_crops_stand_side_by_side_under_what_they_were_drawn_for()
    {
        using var folder = new TemporaryFolder();
        var dataset = new SyntheticDataset(new SyntheticScenes(128, 64), 5);
        var sampling = CropSampling.Open(
            dataset, new SamplerConfig { Kind = SamplerKind.ClassPair, Sizes = [16] }, new SegmentIndexStore(folder.Path));
        var preview = DataPreview.Of(dataset, new DataPreviewOptions
        {
            Samples = 4,
            Width = 64,
            Augmentation = new AugmentationConfig { Crop = [48, 64] },
            Sampling = sampling,
            PairsCounted = 80,
        });
        var page = PreviewPage.Render(preview);
        PageCheck.Check(page);
        Assert.Equal(2, Regex.Count(page, "<article"));
        Assert.Equal(2, Regex.Count(page, "<h3>pair [01]: "));
        var text = PageCheck.Text(page);
        Assert.Contains("The first 80 pairs of the seed 0", text);
        Assert.All(preview.Pairs!.Classes, row => Assert.Contains(
            $" {row.Name} {row.Available} {row.Pairs} {row.Images} {row.OfOneImage} ", text));
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
