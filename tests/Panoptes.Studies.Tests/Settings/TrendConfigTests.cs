using Panoptes.Experiments.Configuration;
using Panoptes.Foundation;
using Panoptes.Studies.Settings;
using Panoptes.Studies.Tests.Support;
using Panoptes.Tests;

namespace Panoptes.Studies.Tests.Settings;

public sealed class TrendConfigTests
{
    [Theory]
    [InlineData("{over: distillation.burnin}", "trend.over", "did you mean 'distillation.burn_in'?")]
    [InlineData("{over: distilation.burn_in}", "trend.over", "did you mean 'distillation.burn_in'?")]
    [InlineData("{by: distillation.burn_in}", "trend.over", "the path of a setting")]
    [InlineData("{over: train.optimizer.name}", "trend.over", "a setting that is a number")]
    [InlineData("{over: distillation}", "trend.over", "a setting that is a number")]
    [InlineData("{over: train.steps, by: train.steps}", "trend.by", "another setting")]
    [InlineData("{over: train.steps, by: distillation.labeled_precent}", "trend.by", "did you mean 'distillation.labeled_percent'?")]
    [InlineData("{over: train.steps, without: [b44]}", "trend.without", "did you mean 'b4'?")]
    [InlineData("{ovre: train.steps}", "ovre", "over")]
    public void What_cannot_be_worked_out_is_an_error_that_names_the_nearest(string trend, string where, string said)
    {
        var message = Assert.Throws<InputException>(() => Read($"trend: {trend}")).Message;
        Assert.Contains(where, message);
        Assert.Contains(said, message);
    }

    [Theory]
    [InlineData("train.optimizer.learning_rate")]
    [InlineData("data.streams.labeled.share")]
    [InlineData("distillation.teacher_steps")]
    [InlineData("model.nmf_rank")]
    public void Any_number_of_a_run_can_be_gone_over(string path) => Assert.Equal(path, Read($"trend: {{over: {path}}}").Trend!.Over);

    private static StudyConfig Read(string yaml)
    {
        using var folder = new TemporaryFolder();
        return ConfigReader.Read<StudyConfig>(folder.Write("small.yaml", $"{SmallStudy.Yaml}\n{yaml}"), []);
    }
}
