using Panoptes.Tests;

namespace Panoptes.Parity.Tests;

public sealed class TeacherFixtureTests
{
    [NeedsSharedTheory("parity/detection")]
    [InlineData("guided_distillation_ema", 60)]
    [InlineData("guided_distillation_pseudo_labels", 10)]
    [InlineData("guided_distillation_pseudo_labels_strict", 10)]
    [InlineData("guided_distillation_unsupervised_loss", 20)]
    [InlineData("guided_distillation_unsupervised_loss_nothing", 15)]
    public void Teachers_agree_with_the_released_code_of_guided_distillation(string fixture, int least)
    {
        var results = ParityRunner.Run([SharedFiles.Path($"parity/detection/{fixture}.json")!]).ToArray();
        Assert.DoesNotContain(results, result => result.IsSkipped);
        Assert.True(results.Length >= least, $"{results.Length} comparisons");
        Assert.True(results.All(result => result.Passes), string.Join('\n', ParityReport.Lines(results)));
    }
}
