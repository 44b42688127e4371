using Panoptes.Formats.Files;
using Panoptes.Foundation;

namespace Panoptes.Formats.Tests.Files;

public sealed class FilePairsTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("panoptes-pairs-").FullName;

    private string Truth => Path.Combine(root, "gt");

    private string Predicted => Path.Combine(root, "pred");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData("a/im.png b/im.png", "a/im.png", "no prediction for b/im.png; a/im is that of a/im")]
    [InlineData("a/im.png b/im.png", "im.png", "no prediction for b/im.png; im is that of a/im")]
    [InlineData(
        "im_labelIds.png im_instanceIds.png", "im_pred.png", "no prediction for im_labelIds.png; im_pred is that of im_instanceIds")]
    [InlineData("im.png", "x/im.png y/im_pred.png", "2 predictions for im.png")]
    [InlineData("im.png im.PNG", "im.png", "a second file with the stem \"im\"")]
    [InlineData("im.png", "im.png im.PNG", "a second file with the stem")]
    [InlineData("im.PNG", "other.png", "no prediction for im.PNG")]
    [InlineData("._im.png", "im.png", "no ground-truth PNG")]
    public void Each_truth_has_a_prediction_of_its_own_or_none_is_scored(string truths, string predictions, string found)
    {
        Fill(truths, predictions);
        Assert.Contains(found, Assert.Throws<InputException>(() => FilePairs.Match(Truth, Predicted)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("im0.PNG im1.png", "im0.png im1.Png", "im0.png im1.Png")]
    [InlineData("a/im.png b/im.png", "b/im.png a/im_pred.png", "a/im_pred.png b/im.png")]
    [InlineData("a_1_2_gtFine_labelIds.png", "deep/a_1_2_leftImg8bit_pred.png", "deep/a_1_2_leftImg8bit_pred.png")]
    [InlineData("im.png .ipynb_checkpoints/im.png", "im.png ._im.png", "im.png")]
    [InlineData("im.png", "im.png im.jpg im.overlay.jpg", "im.png")]
    public void Endings_count_in_any_case_and_hidden_files_nowhere(string truths, string predictions, string expected)
    {
        Fill(truths, predictions);
        Assert.Equal(
            expected.Split(' '), FilePairs.Match(Truth, Predicted).Pairs.Select(pair => Path.GetRelativePath(Predicted, pair.Prediction)));
    }

    [Fact]
    public void Predictions_that_no_truth_has_are_named()
    {
        Fill("a.png", "a.png b.png c/d.png a.overlay.jpg legend.jpg");
        Assert.Equal(["b.png", "c/d.png"], FilePairs.Match(Truth, Predicted).Unused);
    }

    /// <summary>The law: pairs are one to one, whatever the names.</summary>
    [Fact]
    public void No_prediction_is_used_twice_in_random_folders()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            string Name() => string.Concat(
                random.Next(2) == 0 ? "" : "a/", (char)('p' + random.Next(3)), new[] { "", "_pred", "_labelIds" }[random.Next(3)],
                random.Next(2) == 0 ? ".png" : ".PNG");
            var names = Enumerable.Range(0, 3).Select(_ => Name()).Distinct().ToArray();
            Fill(string.Join(' ', names), string.Join(' ', Enumerable.Range(0, 5).Select(_ => Name()).Distinct()));
            try
            {
                var pairs = FilePairs.Match(Truth, Predicted).Pairs;
                Assert.True(
                    names.Length == pairs.Count && pairs.Count == pairs.Select(pair => pair.Prediction).Distinct().Count(), $"seed {seed}");
            }
            catch (InputException)
            {
                // Refused: nothing is scored.
            }

            Directory.Delete(Truth, recursive: true);
            Directory.Delete(Predicted, recursive: true);
        }
    }

    private void Fill(string truths, string predictions)
    {
        foreach (var (folder, names) in new[] { (Truth, truths), (Predicted, predictions) })
        {
            foreach (var name in names.Split(' '))
            {
                var path = Path.Combine(folder, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path, []);
            }
        }
    }
}
