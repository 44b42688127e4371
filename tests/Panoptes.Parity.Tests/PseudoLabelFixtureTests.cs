using Panoptes.Tests;

namespace Panoptes.Parity.Tests;

public sealed class PseudoLabelFixtureTests
{
    [NeedsSharedTheory("parity/detection")]
    [InlineData("cups_thing_stuff_split", 60)]
    [InlineData("cups_semantic_instance_alignment", 12)]
    [InlineData("dense_crf", 28)]
    [InlineData("depth_guided_split", 30)]
    [InlineData("depth_guided_split_hard", 15)]
    public void Every_number_of_the_fixtures_is_reproduced(string fixture, int atLeast)
    {
        var results = ParityRunner.Run([SharedFiles.Path($"parity/detection/{fixture}.json")!]).ToArray();
        Assert.DoesNotContain(results, result => result.IsSkipped);
        Assert.True(results.Length >= atLeast, $"{results.Length} comparisons");
        Assert.True(results.All(result => result.Passes), string.Join('\n', ParityReport.Lines(results)));
    }
}
