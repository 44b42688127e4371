using Panoptes.Foundation;
using Panoptes.Metrics.Conversion;
using Panoptes.Metrics.Scoring;
using Panoptes.Tests;

namespace Panoptes.Metrics.Tests.Scoring;

/// <summary>Situations that users of the published evaluators reported.</summary>
public sealed class CocoCaseTests
{
    [NeedsSharedFact("cases")]
    public void Text_ids_give_the_numbers_of_pycocotools()
    {
        var report = InstanceScorer.Score(Case("score-instances-string-ids", "gt.json"), Case("score-instances-string-ids", "res.json"));
        Assert.Equal(["61.44", "100.00", "62.87", "61.25"], new[] { "AP", "AP50", "AP75", "AR100" }
            .Select(name => ScoreText.Cell(report.Headlines.Single(h => h.Name == name).Value)));
    }

    [NeedsSharedFact("cases")]
    public void No_image_is_refused()
    {
        var error = Assert.Throws<InputException>(
            () => InstanceScorer.Score(Case("score-no-images-crash", "gt.json"), Case("score-no-images-crash", "res.json")));
        Assert.Contains("found no image; expected at least one", error.Message, StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["gt.json"], """{"annotations":[],"categories":[{"id":1,"name":"a","isthing":1}]}""");
        error = Assert.Throws<InputException>(
            () => PanopticScorer.Score(new PanopticInputs(folder["gt.json"], folder.Path, folder["gt.json"], folder.Path)));
        Assert.Contains("found no image; expected at least one", error.Message, StringComparison.Ordinal);
    }

    [NeedsSharedFact("cases")]
    public void A_score_that_is_NaN_is_named()
    {
        var error = Assert.Throws<InputException>(
            () => InstanceScorer.Score(Case("message-nan", "gt.json"), Case("message-nan", "res.json")));
        Assert.Contains("$[0].score: found NaN; expected a finite number", error.Message, StringComparison.Ordinal);
    }

    [NeedsSharedFact("cases")]
    public void A_conversion_that_would_lose_an_object_is_refused()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<InputException>(
            () => InstanceConversion.FromPanoptic(Case("convert-object-lost", "gt.json"), null, folder["instances.json"]));
        Assert.Contains("segment 4", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<InputException>(
            () => InstanceConversion.ToPanoptic(Case("convert-object-lost", "i2p/gt.json"), folder["panoptic.json"]));
        Assert.Contains("annotation 1 without a pixel", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["instances.json"]));
        Assert.False(File.Exists(folder["panoptic.json"]));
    }

    [Fact]
    public void Names_ids_groups_and_colors_go_through_instances_and_back()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["gt"]);
        Imaging.Codecs.Png.PngFile.WriteIds24(Path.Combine(folder["gt"], "m.png"), new Imaging.Plane<int>(4, 2, [1, 1, 2, 2, 1, 1, 0, 0]));
        File.WriteAllText(folder["gt.json"], """
            {"images":[{"id":"seq_1","file_name":"photo.jpeg","width":4,"height":2}],
             "annotations":[{"image_id":"seq_1","file_name":"m.png","segments_info":[{"id":1,"category_id":5,"iscrowd":0,"area":4},
              {"id":2,"category_id":6,"iscrowd":0,"area":2}]}],
             "categories":[{"id":5,"name":"car","isthing":1,"supercategory":"vehicle","color":[9,8,7]},{"id":6,"name":"road","isthing":0}]}
            """);
        Assert.Equal(new InstancesWritten(1, 1), InstanceConversion.FromPanoptic(folder["gt.json"], null, folder["instances.json"]));
        InstanceConversion.ToPanoptic(folder["instances.json"], folder["back.json"]);
        var back = PanopticFile.ReadTruth(folder["back.json"]);
        Assert.Equal(("seq_1", "photo.jpeg"), (back.Images[0].Id, back.Images[0].FileName));
        Assert.Equal(new PanopticCategory(5, "car", true) { Supercategory = "vehicle", Color = new Imaging.Rgb(9, 8, 7) }, Assert.Single(
            back.Categories));
    }

    private static string Case(string name, string file) => Path.Combine(SharedFiles.Root!, "cases", "data", name, file);
}
