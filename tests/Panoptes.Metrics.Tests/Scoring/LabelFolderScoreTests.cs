using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Metrics.Conversion;
using Panoptes.Metrics.Scoring;
using Panoptes.Tests;

namespace Panoptes.Metrics.Tests.Scoring;

public sealed class LabelFolderScoreTests
{
    private static readonly string[] Names = ["road", "car", "sky"];

    [NeedsSharedFact("cases/data/score-16bit-labels")]
    public void Sixteen_bit_labels_are_scored() => Assert.Equal(1, Score("score-16bit-labels").Headlines[0].Value);

    [NeedsSharedFact("cases/data/score-uppercase-left-out")]
    public void A_truth_with_an_ending_in_capitals_is_scored()
    {
        var report = Score("score-uppercase-left-out");
        Assert.Equal(2, report.Resampling.Images.Count);
        Assert.InRange(report.Headlines[0].Value, .56, .57);
    }

    [NeedsSharedFact("cases/data/score-one-prediction-for-two-truths")]
    public void A_truth_without_a_prediction_of_its_own_ends_the_score() =>
        Assert.Contains(
            "no prediction for b/im.png", Assert.Throws<InputException>(() => Score("score-one-prediction-for-two-truths")).Message,
            StringComparison.Ordinal);

    [NeedsSharedFact("cases/data/score-cityscapes-8bit-instances")]
    public void Instance_ids_of_8_bits_end_each_score_of_cityscapes_and_its_conversion()
    {
        using var folder = new TemporaryFolder();
        var root = SharedFiles.Path("cases/data/score-cityscapes-8bit-instances")!;
        foreach (var score in new Action[]
        {
            () => CityscapesScorer.ScorePixels($"{root}/gtFine", $"{root}/pix"),
            () => CityscapesScorer.ScoreInstances($"{root}/gtFine", $"{root}/ins"),
            () => CityscapesConversion.ToPanoptic($"{root}/gtFine", folder["out.json"]),
        })
        {
            Assert.Matches(
                "_instanceIds.png: found \\d+ .* at pixel \\(\\d+,\\d+\\) of an 8-bit map, where .*_labelIds.png holds",
                Assert.Throws<InputException>(score).Message);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    /// <summary>The law: the depth of a label file never moves a digit.</summary>
    [Fact]
    public void Eight_and_sixteen_bits_score_alike()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            using var folder = new TemporaryFolder();
            var random = new Random(seed);
            foreach (var side in new[] { "gt", "pred" })
            {
                var ids = Enumerable.Range(0, 48).Select(_ => random.Next(5) is var id && id == 4 ? 255 : id % 3).ToArray();
                foreach (var bits in new[] { "8", "16" })
                {
                    Directory.CreateDirectory(folder[side + bits]);
                }

                PngFile.WriteGray(folder[$"{side}8/a.png"], new Plane<byte>(8, 6, [.. ids.Select(id => (byte)id)]));
                PngFile.WriteGray(folder[$"{side}16/a.png"], new Plane<ushort>(8, 6, [.. ids.Select(id => (ushort)id)]));
            }

            var wanted = SemanticScorer.Score(folder["gt8"], folder["pred8"], Names).Headlines;
            Assert.Equal(wanted, SemanticScorer.Score(folder["gt16"], folder["pred8"], Names).Headlines);
            Assert.Equal(wanted, SemanticScorer.Score(folder["gt8"], folder["pred16"], Names).Headlines);
            Assert.Equal(wanted, SemanticScorer.Score(folder["gt16"], folder["pred16"], Names).Headlines);
        }
    }

    private static ScoreReport Score(string name)
    {
        var root = SharedFiles.Path("cases/data/" + name)!;
        return SemanticScorer.Score($"{root}/gt", $"{root}/pred", Names);
    }
}
