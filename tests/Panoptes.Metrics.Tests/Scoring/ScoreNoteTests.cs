using Panoptes.Metrics;

namespace Panoptes.Tests.Scoring;

/// <summary>Known traps of the published evaluators: digits stay theirs, a note says so, and the corrected rules go without.</summary>
public sealed class ScoreNoteTests
{
    private static string Case(string name, string file) => Path.Combine(SharedFiles.Root!, "cases", "data", name, file);

    [NeedsSharedFact("cases")]
    public void Areas_that_do_not_fit_the_pngs_are_announced_with_the_quality_they_should_give()
    {
        PanopticInputs inputs = new(Case("score-panoptic-pq-over-100", "gt.json"), null, Case("score-panoptic-pq-over-100", "pred.json"), null);
        var published = PanopticScorer.Score(inputs);
        Assert.Equal(89.1692, published.Headlines[0].Value, 4);
        var note = Assert.Single(published.Notes);
        Assert.Equal(("panoptic-areas", 8), (note.Quirk, note.Count));
        Assert.Contains("image 1, segment 1: 1 against 800", note.First, StringComparison.Ordinal);
        var corrected = PanopticScorer.Score(inputs, new PanopticOptions { Rules = ScoringRules.Corrected });
        Assert.Equal(corrected.Headlines[0].Value, note.Numbers.Single(n => n.Name == "PQ").Corrected);
        Assert.InRange(corrected.Headlines[0].Value, 0, 1);
        Assert.Equal(published.Headlines[0].Value, Assert.Single(corrected.Notes).Numbers.Single(n => n.Name == "PQ").Published);
        Assert.Contains("PQ 8916.92 instead of", corrected.Notes[0].Line(corrected.Rules), StringComparison.Ordinal);
        Assert.Equal("panoptic-areas", ScoreJson.ToJson(published)["notes"]![0]!["quirk"]!.GetValue<string>());
        Assert.Contains("[panoptic-areas] 8 ", ScorePage.Html(published), StringComparison.Ordinal);
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

    [Theory]
    [InlineData(0.0727, "7.3", "7.27")]
    [InlineData(0.99996, "100.0", "100.00")]
    [InlineData(double.NaN, "-", "-")]
    public void Values_are_rounded_and_not_cut(double value, string one, string two) =>
        Assert.Equal((one, two), (ScoreText.Percent(value, 1), ScoreText.Cell(value)));
}
