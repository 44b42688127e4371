using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Settings;

namespace Panoptes.Experiments.Tests.Configuration;

public sealed class SettingNamesTests
{
    [Fact]
    public void Every_word_of_another_tool_leads_to_a_setting_there_is()
    {
        var all = SettingNames.Paths(typeof(RunConfig), "", ConfigReader.BuiltIn).ToList();
        Assert.All(SettingNames.Targets.Where(target => target != "train.optimizer.name" || all.Contains(target)), target => Assert.NotNull(
            SettingNames.At(all, target)));
    }

    [Theory]
    [InlineData("batch_size", "train.batch_size")]
    [InlineData("train.num_workers", "loader.workers")]
    [InlineData("Weight-Decay", "weight_decay")]
    [InlineData("crop", "augmentation.crop")]
    public void A_word_finds_its_setting(string written, string ending) =>
        Assert.EndsWith(ending, SettingNames.Find(typeof(RunConfig), written, ConfigReader.BuiltIn));

    [Theory]
    [InlineData("nonsense")]
    [InlineData("every")]
    [InlineData("train.steps")]
    public void A_word_that_means_nothing_or_several_or_itself_finds_none(string written) =>
        Assert.Null(SettingNames.Find(typeof(RunConfig), written, ConfigReader.BuiltIn));
}
