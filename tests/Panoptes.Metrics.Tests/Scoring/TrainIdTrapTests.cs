using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Metrics.Rules;
using Panoptes.Metrics.Scoring;
using Panoptes.Metrics.Semantic;
using Panoptes.Tests;

namespace Panoptes.Metrics.Tests.Scoring;

public sealed class TrainIdTrapTests
{
    private const string Case = "cases/data/score-cityscapes-trainid-pixels";
    private static readonly Dictionary<int, int> Table = new() { [0] = 255, [1] = 255, [2] = 255, [7] = 0, [8] = 1, [26] = 2, [255] = 255 };

    [NeedsSharedFact(Case)]
    public void Predicted_train_ids_are_announced_with_the_corrected_number_and_the_published_one_stays()
    {
        var root = SharedFiles.Path(Case)!;
        var published = CityscapesScorer.ScorePixels($"{root}/gtFine", $"{root}/pix");
        var corrected = CityscapesScorer.ScorePixels($"{root}/gtFine", $"{root}/pix", rules: ScoringRules.Corrected);
        var note = Assert.Single(published.Notes);
        Assert.Equal(("cityscapes-train-ids", 2L), (note.Quirk, note.Count));
        Assert.Contains("_pred.png, id ", note.First, StringComparison.Ordinal);
        var classes = note.Numbers.Single(number => number.Name == "IoU classes");
        Assert.Equal((published.Headlines[0].Value, corrected.Headlines[0].Value), (classes.Published, classes.Corrected));
        Assert.True(corrected.Headlines[0].Value > .5 && published.Headlines[0].Value < .01);
        var again = Assert.Single(CityscapesScorer.ScorePixels($"{root}/gtFine", $"{root}/pix").Notes);
        Assert.Equal(ScoreText.Line(note, ScoringRules.Published), ScoreText.Line(again, ScoringRules.Published));
    }

    [NeedsSharedFact(Case)]
    public void Train_ids_in_instance_files_are_announced_and_unknown_labels_refused()
    {
        var root = SharedFiles.Path(Case)!;
        using var folder = new TemporaryFolder();
        Copy(Path.Combine(root, "ins"), folder["ins"]);
        var right = CityscapesScorer.ScoreInstances($"{root}/gtFine", folder["ins"]);
        Assert.Empty(right.Notes);
        Rewrite(folder["ins"], label => label - 13);
        var wrong = CityscapesScorer.ScoreInstances($"{root}/gtFine", folder["ins"]);
        var note = Assert.Single(wrong.Notes);
        Assert.Equal("cityscapes-instance-train-ids", note.Quirk);
        Assert.Equal(right.Headlines[0].Value, note.Numbers.Single(number => number.Name == "AP").Corrected);
        Assert.Equal(right.Headlines, CityscapesScorer.ScoreInstances(
            $"{root}/gtFine", folder["ins"], rules: ScoringRules.Corrected).Headlines);
        Rewrite(folder["ins"], _ => -1);
        Assert.Empty(CityscapesScorer.ScoreInstances($"{root}/gtFine", folder["ins"]).Notes);
        Rewrite(folder["ins"], _ => 34);
        Assert.Contains(
            "label id 34", Assert.Throws<InputException>(() => CityscapesScorer.ScoreInstances($"{root}/gtFine", folder["ins"])).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, false, null)]
    [InlineData(true, false, "semantic-truth-train-ids")]
    [InlineData(false, true, "semantic-prediction-raw-ids")]
    public void Ids_of_the_other_kind_in_label_folders_are_announced(bool truthHoldsTrainIds, bool predictionHoldsRawIds, string? quirk)
    {
        using var folder = new TemporaryFolder();
        int[] truth = [7, 7, 8, 8, 26, 26], predicted = [0, 0, 1, 1, 2, 1];
        Write(folder["gt/a.png"], truthHoldsTrainIds ? [.. truth.Select(id => Table[id])] : truth);
        Write(folder["pred/a.png"], predictionHoldsRawIds
            ? [.. predicted.Select(id => Table.First(entry => entry.Value == id).Key)]
            : predicted);
        var options = new SemanticOptions { TruthClasses = Table };
        string[] names = ["road", "sidewalk", "car"];
        var published = SemanticScorer.Score(folder["gt"], folder["pred"], names, options);
        var corrected = SemanticScorer.Score(folder["gt"], folder["pred"], names, options with { Rules = ScoringRules.Corrected });
        Assert.Equal((1 + (2 / 3.0) + .5) / 3, corrected.Headlines[0].Value, 12);
        if (quirk is null)
        {
            Assert.Empty(published.Notes);
            Assert.Equal(published.Headlines, corrected.Headlines);
            return;
        }

        var note = Assert.Single(published.Notes);
        Assert.Equal(quirk, note.Quirk);
        Assert.Equal(corrected.Headlines[0].Value, note.Numbers[0].Corrected);
        Assert.NotEqual(published.Headlines[0].Value, corrected.Headlines[0].Value);
    }

    [Fact]
    public void Predictions_without_a_truth_are_said()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "gt/a.png", "pred/a.png", "pred/b.png" })
        {
            Write(folder[name], [0, 1]);
        }

        Assert.Contains(SemanticScorer.Score(folder["gt"], folder["pred"], ["x", "y"]).Remarks, remark => remark.Contains(
            "1 predictions have no ground truth and are not scored: b.png", StringComparison.Ordinal));
    }

    private static void Write(string path, int[] ids)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        PngFile.WriteGray(path, new Plane<byte>(ids.Length, 1, [.. ids.Select(id => (byte)id)]));
    }

    private static void Rewrite(string folder, Func<int, int> labelOf)
    {
        foreach (var path in Directory.GetFiles(folder, "*_pred.txt"))
        {
            File.WriteAllLines(path, File.ReadAllLines(path).Select(line => line.Split(' '))
                .Select(parts => $"{parts[0]} {labelOf(int.Parse(parts[1]))} {parts[2]}"));
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (var path in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
        }
    }
}
