using Panoptes.Data.Configuration;
using Panoptes.Data.Preview;
using Panoptes.Data.Readers;
using Panoptes.Data.Synthetic;

namespace Panoptes.Data.Tests.Preview;

public sealed class DataPreviewTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_page_shows_samples_with_legend_and_needs_nothing_else(bool augmented)
    {
        using var folder = new TemporaryFolder();
        var dataset = new SyntheticDataset(new SyntheticScenes(128, 64), 5);
        var options = new DataPreviewOptions { Samples = 3, Width = 64, Augmentation = augmented ? new AugmentationConfig { Crop = [48, 96] } : null };
        Assert.Equal(3, DataPreview.Write(folder["page.html"], dataset, options));
        var html = File.ReadAllText(folder["page.html"]);
        Assert.Equal(3, Count(html, "<article>"));
        Assert.Equal(9, Count(html, "data:image/jpeg;base64,"));
        Assert.Contains("7 person", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"wrong\"", html, StringComparison.Ordinal);
        DataPreview.Write(folder["again.html"], dataset, options);
        Assert.Equal(html, File.ReadAllText(folder["again.html"]));
    }

    [Fact]
    public void A_broken_sample_is_shown_as_its_error_and_names_are_escaped()
    {
        using var folder = new TemporaryFolder();
        folder.Image("train/images/a<b>.png");
        folder.Labels("train/labels/a<b>.png", (_, _) => 200);
        Assert.Equal(1, DataPreview.Write(folder["page.html"], Datasets.Open(new DataConfig { Root = folder.Path }, "train")));
        var html = File.ReadAllText(folder["page.html"]);
        Assert.Contains("label id 200", html, StringComparison.Ordinal);
        Assert.Contains("a&lt;b&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("a<b>", html, StringComparison.Ordinal);
    }

    private static int Count(string text, string part) => (text.Length - text.Replace(part, "", StringComparison.Ordinal).Length) / part.Length;
}
