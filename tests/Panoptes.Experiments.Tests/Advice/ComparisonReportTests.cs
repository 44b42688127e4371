using Panoptes.Experiments.Advice;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Settings;

namespace Panoptes.Experiments.Tests.Advice;

/// <summary>What the advisor would have said of the comparison report's configurations.</summary>
public sealed class ComparisonReportTests
{
    private static readonly string Fixture = Path.Combine(
        Repository.Root, "tests", "Panoptes.Experiments.Tests", "Advice", "Fixtures", "comparison-report.yaml");

    [Theory]
    [InlineData("segformer_b3", "bs16")]
    [InlineData("segformer_b3", "bs8")]
    [InlineData("segnext_b", "bs16")]
    [InlineData("segnext_b", "bs8")]
    public void Its_stated_settings_are_off_in_optimizer_rate_groups_length_and_crop(string model, string variant) =>
        Assert.Superset(new HashSet<string> { "A1", "A3", "A5", "A6", "A8" }, Subjects.Ids(Advise(model, variant)).ToHashSet());

    [Fact]
    public void Its_reference_saw_other_numbers_of_samples_than_stated()
    {
        var item = Assert.Single(Advise("segformer_b3", "replication"), item => item.Id == "A21");
        Assert.Contains("160,000 samples are stated, but 160,000 steps of 2 images are 320,000", item.Trigger);
        Assert.DoesNotContain("A21", Subjects.Ids(Advise("segformer_b3", "bs16")));
    }

    [Fact]
    public void What_was_run_instead_has_a_linear_rate_under_Adam_and_three_more_hidden_changes()
    {
        var advice = Advise("segformer_b3", "as-run");
        Assert.Superset(new HashSet<string> { "A2", "A3", "A5", "A8", "A12" }, Subjects.Ids(advice).ToHashSet());
        Assert.Contains("8 times the 6E-05", advice.Single(item => item.Id == "A2").Trigger);
    }

    [Theory]
    [InlineData("segformer-b3")]
    [InlineData("segnext-b")]
    public void The_recipe_itself_is_not_found_fault_with(string recipe) =>
        Assert.Empty(Subjects.Ids(Advisor.On(new AdviceSubject("recipe", Subjects.Recipe(recipe)))).Except(["A18"]));

    private static IReadOnlyList<AdviceItem> Advise(string model, string variant) =>
        Advisor.On(new AdviceSubject(variant, ConfigReader.Read<RunConfig>(Fixture, [$"variant={variant}", $"model.name={model}"])));
}
