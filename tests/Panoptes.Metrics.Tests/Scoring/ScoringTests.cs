using System.Text.Json;
using Panoptes.Foundation;
using Panoptes.Metrics.Intervals;
using Panoptes.Metrics.Scoring;
using Panoptes.Metrics.Semantic;
using Panoptes.Metrics.Tests.BadInput;
using Panoptes.Tests;

namespace Panoptes.Metrics.Tests.Scoring;

public sealed class ScoringTests
{
    [Fact]
    public void Drawing_every_image_once_gives_the_reports_own_numbers()
    {
        using var folder = new TemporaryFolder();
        SmallDataSets.WritePanoptic(folder.Path, new SeededRandom(1), images: 8);
        var report = Panoptic(folder);
        Assert.Equal(report.Headlines.Select(h => h.Value), report.Resampling.Once().Headlines);
        var doubled = report.Resampling.Score([.. Enumerable.Repeat(2, 8)]);
        Assert.Equal(report.Headlines.Select(h => h.Value), doubled.Headlines);
    }

    [Fact]
    public void Intervals_hold_the_number_and_follow_the_seed_alone()
    {
        using var folder = new TemporaryFolder();
        SmallDataSets.WritePanoptic(folder.Path, new SeededRandom(2), images: 12);
        var report = Panoptic(folder);
        var intervals = Bootstrap.Intervals(report.Resampling, 95, 200, seed: 5).Headlines;
        Assert.Equal(intervals, Bootstrap.Intervals(report.Resampling, 95, 200, seed: 5).Headlines);
        Assert.NotEqual(intervals, Bootstrap.Intervals(report.Resampling, 95, 200, seed: 6).Headlines);
        foreach (var (headline, interval) in report.Headlines.Zip(intervals))
        {
            Assert.InRange(headline.Value, interval.Low - 1e-9, interval.High + 1e-9);
        }
    }

    [Fact]
    public void A_bootstrap_interval_of_a_mean_is_that_of_theory()
    {
        // 400 numbers from [0, 1): the mean's standard error is 1 / sqrt(12 * 400).
        var random = new SeededRandom(3);
        var values = Enumerable.Range(0, 400).Select(_ => random.NextDouble()).ToArray();
        var resampling = new Resampling([.. values.Select((_, i) => $"{i}")], [], weights => new ResampledScores(
            [values.Select((v, i) => v * weights[i]).Sum() / 400], []));
        var interval = Bootstrap.Intervals(resampling, 95, 2000).Headlines[0];
        Assert.InRange(interval.High - interval.Low, 0.9 * 2 * 1.96 / Math.Sqrt(4800), 1.1 * 2 * 1.96 / Math.Sqrt(4800));
    }

    [Fact]
    public void A_set_compared_with_itself_wins_nowhere_and_a_better_one_wins()
    {
        using var folder = new TemporaryFolder();
        SmallDataSets.WritePanoptic(folder.Path, new SeededRandom(4), images: 10);
        var (a, perfect) = (Panoptic(folder), PanopticScorer.Score(new PanopticInputs(folder["gt.json"], null, folder["gt.json"], null)));
        var same = ScoreComparison.Of(a, a, draws: 100);
        Assert.All(same.Headlines, n => Assert.Equal((0.0, 0.0), (n.Difference.Low, n.Difference.High)));
        Assert.Equal((0, 0), (same.ClassesWonByA, same.ClassesWonByB));
        var better = ScoreComparison.Of(a, perfect, draws: 100);
        Assert.True(better.Headlines[0].IsClear);
        Assert.Equal(1, better.Headlines[0].ShareOfDrawsWonByB);
        Assert.Equal(0, better.ClassesWonByA);
    }

    [Fact]
    public void Sets_of_other_images_are_not_compared()
    {
        using var folder = new TemporaryFolder();
        SmallDataSets.WritePanoptic(folder.Path, new SeededRandom(5), images: 2);
        var a = Panoptic(folder);
        SmallDataSets.WritePanoptic(folder.Path, new SeededRandom(5), images: 3);
        Assert.Throws<InputException>(() => ScoreComparison.Of(a, Panoptic(folder)));
    }

    [Fact]
    public void Text_and_json_hold_the_numbers()
    {
        using var folder = new TemporaryFolder();
        SmallDataSets.WritePanoptic(folder.Path, new SeededRandom(6), images: 3);
        var report = Panoptic(folder);
        Assert.Contains(ScoreText.Lines(report), line => line.StartsWith("PQ ", StringComparison.Ordinal));
        ScoreJson.Write(report, folder["scores.json"]);
        using var json = JsonDocument.Parse(File.ReadAllText(folder["scores.json"]));
        Assert.Equal(report.Headlines[0].Value, json.RootElement.GetProperty("scores").GetProperty("PQ").GetDouble());
        Assert.Equal(64, json.RootElement.GetProperty("inputs")[1].GetProperty("sha256").GetString()!.Length);
    }

    [Fact]
    public void The_input_hash_follows_every_file()
    {
        using var folder = new TemporaryFolder();
        SmallDataSets.WritePanoptic(folder.Path, new SeededRandom(7));
        var before = Panoptic(folder).Inputs;
        Assert.Equal(before, Panoptic(folder).Inputs);
        var bytes = File.ReadAllBytes(folder["pred/2.png"]);
        File.WriteAllBytes(folder["pred/2.png"], [.. bytes, 0]);
        Assert.Equal(before[1], Panoptic(folder).Inputs[1]);
        Assert.NotEqual(before[3], Panoptic(folder).Inputs[3]);
    }

    [Fact]
    public void Semantic_folders_are_scored_through_a_class_table()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["gt"]);
        Directory.CreateDirectory(folder["pred"]);
        Imaging.Codecs.Png.PngFile.WriteGray(folder["gt/a_gtFine_labelIds.png"], new Panoptes.Imaging.Plane<byte>(4, 1, [7, 8, 8, 0]));
        Imaging.Codecs.Png.PngFile.WriteGray(folder["pred/a_pred.png"], new Panoptes.Imaging.Plane<byte>(4, 1, [0, 1, 0, 0]));
        var options = new SemanticOptions { TruthClasses = new Dictionary<int, int> { [0] = 255, [7] = 0, [8] = 1 } };
        var report = SemanticScorer.Score(folder["gt"], folder["pred"], ["road", "pavement"], options);
        Assert.Equal(0.5, report.Headlines[0].Value);
        Assert.Equal(2.0 / 3, report.Headlines[1].Value);
        Assert.NotEmpty(report.WorstImages(null));
        var error = Assert.Throws<InputException>(() => SemanticScorer.Score(
            folder["gt"], folder["pred"], ["road", "pavement"],
            options with { TruthClasses = new Dictionary<int, int> { [7] = 0, [8] = 1 } }));
        Assert.Contains("label 0", error.Message);
    }

    private static ScoreReport Panoptic(TemporaryFolder folder) =>
        PanopticScorer.Score(new PanopticInputs(folder["gt.json"], null, folder["pred.json"], null));
}
