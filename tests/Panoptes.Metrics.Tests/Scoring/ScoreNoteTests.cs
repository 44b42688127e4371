using Panoptes.Metrics.Instances;
using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Rules;
using Panoptes.Metrics.Scoring;
using Panoptes.Tests;

namespace Panoptes.Metrics.Tests.Scoring;

/// <summary>Known traps of the published evaluators: digits stay theirs, a note says so, and the corrected rules go without.</summary>
public sealed class ScoreNoteTests
{
    private static string Case(string name, string file) => Path.Combine(SharedFiles.Root!, "cases", "data", name, file);

    [NeedsSharedFact("cases")]
    public void Areas_that_do_not_fit_the_pngs_are_announced_with_the_quality_they_should_give()
    {
        PanopticInputs inputs = new(
            Case("score-panoptic-pq-over-100", "gt.json"), null, Case("score-panoptic-pq-over-100", "pred.json"), null);
        var published = PanopticScorer.Score(inputs);
        Assert.Equal(89.1692, published.Headlines[0].Value, 4);
        var note = Assert.Single(published.Notes);
        Assert.Equal(("panoptic-areas", 8), (note.Quirk, note.Count));
        Assert.Contains("image 1, segment 1: 1 against 800", note.First, StringComparison.Ordinal);
        var corrected = PanopticScorer.Score(inputs, new PanopticOptions { Rules = ScoringRules.Corrected });
        Assert.Equal(corrected.Headlines[0].Value, note.Numbers.Single(n => n.Name == "PQ").Corrected);
        Assert.InRange(corrected.Headlines[0].Value, 0, 1);
        Assert.Equal(published.Headlines[0].Value, Assert.Single(corrected.Notes).Numbers.Single(n => n.Name == "PQ").Published);
        Assert.Contains("PQ 8916.92 instead of", ScoreText.Line(corrected.Notes[0], corrected.Rules), StringComparison.Ordinal);
        Assert.Equal("panoptic-areas", ScoreJson.ToJson(published)["notes"]![0]!["quirk"]!.GetValue<string>());
        Assert.StartsWith("[panoptic-areas] 8 ", ScoreText.Line(note, published.Rules), StringComparison.Ordinal);
    }

    [NeedsSharedFact("cases")]
    public void Annotation_id_0_is_announced_and_matches_by_the_corrected_rules()
    {
        var (truth, results) = (Case("score-instances-id-zero", "gt.json"), Case("score-instances-id-zero", "res.json"));
        var published = InstanceScorer.Score(truth, results);
        Assert.InRange(published.Headlines[0].Value, 0, 0.99);
        var note = Assert.Single(published.Notes);
        Assert.Equal("instances-id-zero", note.Quirk);
        var corrected = InstanceScorer.Score(truth, results, new InstanceOptions { Rules = ScoringRules.Corrected });
        Assert.Equal(1, corrected.Headlines[0].Value, 12);
        Assert.Equal(1, note.Numbers.Single(n => n.Name == "AP").Corrected, 12);
    }

    [Fact]
    public void An_annotation_to_be_ignored_is_announced_and_excused_by_the_corrected_rules()
    {
        using var folder = new TemporaryFolder();
        string Square(int x) => $"[[{x},0,{x + 8},0,{x + 8},8,{x},8]]";
        string Annotation(int id, int x, int ignore) =>
            $$"""
            {"id":{{id}},"image_id":1,"category_id":1,"iscrowd":0,"ignore":{{ignore}},"area":64,"bbox":[{{x}},0,8,8],
             "segmentation":{{Square(x)}}}
            """;
        var images =
            """{"images":[{"id":1,"file_name":"a.jpg","width":40,"height":10}],"categories":[{"id":1,"name":"car"}],"annotations":""";
        File.WriteAllText(folder["gt.json"], $"{images}[{Annotation(1, 0, 0)},{Annotation(2, 20, 1)}]}}");
        File.WriteAllText(folder["res.json"], """[{"image_id":1,"category_id":1,"score":0.9,"bbox":[0,0,8,8]}]""");
        var boxes = new InstanceOptions { Overlap = OverlapKind.Box };
        var published = InstanceScorer.Score(folder["gt.json"], folder["res.json"], boxes);
        Assert.Equal("instances-ignore", Assert.Single(published.Notes).Quirk);
        Assert.InRange(published.Headlines[0].Value, 0, 0.6);
        Assert.Equal(
            1,
            InstanceScorer.Score(folder["gt.json"], folder["res.json"], boxes with { Rules = ScoringRules.Corrected }).Headlines[0].Value,
            12);
    }

    [Theory]
    [InlineData("\"id\":1,\"category_id\":1", "\"id\":9,\"category_id\":1", "panoptic-no-pixel", "panoptic-unlisted")]
    [InlineData("\"id\":1,\"category_id\":1", "\"id\":0,\"category_id\":1", "panoptic-id-zero", "panoptic-unlisted")]
    [InlineData("\"area\":4", "\"area\":5", "panoptic-areas")]
    [InlineData("\"id\":2,\"category_id\":1", "\"id\":1,\"category_id\":1", "panoptic-double-ids", "panoptic-unlisted")]
    public void Each_trap_of_panoptic_files_has_a_note(string right, string wrong, params string[] quirks)
    {
        using var folder = new TemporaryFolder();
        var truth = Panoptic(folder, "gt", [1, 1, 2, 2, 1, 1, 2, 0]);
        Assert.Empty(Score(folder).Notes);
        Assert.Contains(right, truth, StringComparison.Ordinal);
        File.WriteAllText(folder["gt.json"], truth.Replace(right, wrong, StringComparison.Ordinal));
        Assert.Equal(
            quirks.Order(), Score(folder).Notes.Select(note => note.Quirk).Where(quirk => quirks.Contains(quirk)).Distinct().Order());
    }

    [Fact]
    public void Images_that_share_a_PNG_are_announced()
    {
        using var folder = new TemporaryFolder();
        Panoptic(folder, "gt", [1, 1, 2, 2, 1, 1, 2, 0]);
        foreach (var side in new[] { "gt.json", "pred.json" })
        {
            var root = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(folder[side]))!;
            var annotations = root["annotations"]!.AsArray();
            var second = annotations[0]!.DeepClone();
            second["image_id"] = 2;
            annotations.Add(second);
            File.WriteAllText(folder[side], root.ToJsonString());
        }

        Assert.Contains("panoptic-shared-png", Score(folder).Notes.Select(note => note.Quirk));
    }

    [Fact]
    public void A_prediction_on_a_crowd_that_is_not_the_last_is_announced_and_excused_by_the_corrected_rules()
    {
        using var folder = new TemporaryFolder();
        var truth = Panoptic(folder, "gt", [1, 1, 2, 2, 1, 1, 2, 2]);
        File.WriteAllText(folder["gt.json"], truth.Replace("\"iscrowd\":0", "\"iscrowd\":1", StringComparison.Ordinal));
        var published = Score(folder);
        Assert.Equal("panoptic-last-crowd", Assert.Single(published.Notes).Quirk);
        Assert.Single(published.Resampling.Images);
        Assert.Equal(0, published.Headlines[0].Value);
        Assert.Equal(double.NaN, Score(folder, ScoringRules.Corrected).Headlines[0].Value);
    }

    private static ScoreReport Score(TemporaryFolder folder, ScoringRules rules = ScoringRules.Published) =>
        PanopticScorer.Score(new PanopticInputs(folder["gt.json"], null, folder["pred.json"], null), new PanopticOptions { Rules = rules });

    // A truth, and a prediction that is the same.
    private static string Panoptic(TemporaryFolder folder, string name, int[] ids)
    {
        foreach (var side in new[] { name, "pred" })
        {
            Directory.CreateDirectory(folder[side]);
            Imaging.Codecs.Png.PngFile.WriteIds24(Path.Combine(folder[side], "m.png"), new Imaging.Plane<int>(4, 2, ids));
            File.WriteAllText(folder[$"{side}.json"], $$$"""
                {"annotations":[{"image_id":1,"file_name":"m.png","segments_info":[{"id":1,"category_id":1,"iscrowd":0,"area":4},
                 {"id":2,"category_id":1,"iscrowd":0,"area":{{{ids.Count(id => id == 2)}}}}]}],
                 "categories":[{"id":1,"name":"car","isthing":1}]}
                """);
        }

        return File.ReadAllText(folder[$"{name}.json"]);
    }

    [Theory]
    [InlineData(0.0727, "7.3", "7.27")]
    [InlineData(0.99996, "100.0", "100.00")]
    [InlineData(double.NaN, "-", "-")]
    public void Values_are_rounded_and_not_cut(double value, string one, string two) =>
        Assert.Equal((one, two), (ScoreText.Percent(value, 1), ScoreText.Cell(value)));
}
