using Panoptes.Tests;

namespace Panoptes.Parity.Tests;

public sealed class MetricsCaseTests
{
    [NeedsSharedTheory("parity/metrics")]
    [InlineData("cityscapes")]
    [InlineData("coco_instances")]
    [InlineData("coco_panoptic")]
    [InlineData("rle")]
    [InlineData("semseg")]
    [InlineData("unsupervised")]
    public void Every_number_of_the_published_evaluators_is_reproduced(string family)
    {
        var results = ParityRunner.Run([SharedFiles.Path($"parity/metrics/{family}")!]).ToArray();
        Assert.NotEmpty(results);
        Assert.True(results.All(result => result.Passes), string.Join('\n', ParityReport.Lines(results)));
    }

    [NeedsSharedFact("parity/metrics/semseg/voc")]
    public void A_number_that_differs_or_is_missing_is_listed()
    {
        var folder = Directory.CreateTempSubdirectory("panoptes-case-").FullName;
        try
        {
            var source = SharedFiles.Path("parity/metrics/semseg/voc")!;
            foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
            {
                var target = Path.Combine(folder, Path.GetRelativePath(source, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }

            var expected = Path.Combine(folder, "expected.json");
            var text = File.ReadAllText(expected);
            File.WriteAllText(expected, text.Replace(
                "\"aAcc\": 0.8170228721409823", "\"aAcc\": 0.8170228721509823, \"unheard_of\": 1", StringComparison.Ordinal));
            Assert.NotEqual(text, File.ReadAllText(expected));
            var wrong = ParityRunner.Run([folder]).Where(result => result.Fails).Select(result => result.Quantity).ToArray();
            Assert.Contains("$.mmseg_0_11.aAcc", wrong);
            Assert.Contains("$.mmseg_0_11.unheard_of", wrong);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
