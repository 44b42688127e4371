using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Tests;

namespace Panoptes.Experiments.Tests.Configuration;

/// <summary>Named variants of a configuration, and where settings come from.</summary>
public sealed class VariantTests : IDisposable
{
    private const string Plain = """
        train: {steps: 100, batch_size: 4, seed: 7}
        recipe: {declared: [train.seed]}
        variants:
          short:
            train: {steps: 20, evaluation: {every: 5}}
          tall:
            augmentation: {crop: [96, 32]}

        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_variant_wins_over_the_file_and_an_override_wins_over_the_variant()
    {
        var file = folder.Write("a.yaml", Plain);
        Assert.Equal(100, ConfigReader.Read<RunConfig>(file, []).Train.Steps);
        var config = ConfigReader.Read<RunConfig>(file, ["train.evaluation.every=2", "variant=short"]);
        Assert.Equal((20L, 4, 2L), (config.Train.Steps, config.Train.BatchSize, config.Train.Evaluation.Every));
    }

    [Fact]
    public void What_a_variant_sets_is_declared_beside_what_the_file_declares()
    {
        var recipe = ConfigReader.Read<RunConfig>(folder.Write("a.yaml", Plain), ["variant=short"]).Recipe;
        Assert.Equal("short", recipe.Variant);
        Assert.Equal(["train.seed", "train.steps", "train.evaluation.every"], recipe.Declared);
    }

    [Fact]
    public void Variants_of_a_base_and_of_the_file_itself_are_laid_together()
    {
        folder.Write("a.yaml", Plain);
        var file = folder.Write("b.yaml", "base: a.yaml\nvariant: short\nvariants: {short: {train: {batch_size: 2}}, wide: {}}\n");
        var resolved = ConfigReader.Resolve<RunConfig>(file, []);
        Assert.Equal(["short", "tall", "wide"], resolved.Variants);
        Assert.Equal((20L, 2), (resolved.Value.Train.Steps, resolved.Value.Train.BatchSize));
        Assert.Equal(100, ConfigReader.Read<RunConfig>(file, ["variant=null"]).Train.Steps);
    }

    [Fact]
    public void A_resolved_copy_of_a_variant_reads_back_the_same_without_the_file()
    {
        var config = ConfigReader.Read<RunConfig>(folder.Write("a.yaml", Plain), ["variant=short"]);
        var copy = ConfigReader.Read<RunConfig>(folder.Write("copy.yaml", ConfigWriter.ToYaml(config)), []);
        Assert.Equal(ConfigWriter.ToCanonicalJson(config), ConfigWriter.ToCanonicalJson(copy));
    }

    [Theory]
    [InlineData("variant=shrot", "did you mean 'short'?")]
    [InlineData("variant=[short]", "for 'variant'")]
    [InlineData("variants=3", "for 'variants'")]
    public void A_variant_that_does_not_exist_is_refused_by_name(string setting, string expected) =>
        Assert.Contains(
            expected, Assert.Throws<InputException>(() => ConfigReader.Read<RunConfig>(folder.Write("a.yaml", Plain), [setting])).Message);

    [Fact]
    public void A_file_without_variants_says_so() =>
        Assert.Contains("has none", Assert.Throws<InputException>(
            () => ConfigReader.Read<RunConfig>(folder.Write("a.yaml", "train: {steps: 3}\n"), ["variant=x"])).Message);

    [Fact]
    public void A_mistake_inside_a_variant_is_found_where_it_stands()
    {
        var file = folder.Write("a.yaml", "variants:\n  odd:\n    train: {stpes: 3}\n");
        Assert.Contains("a.yaml:3", Assert.Throws<InputException>(() => ConfigReader.Read<RunConfig>(file, ["variant=odd"])).Message);
    }

    [Fact]
    public void Every_setting_knows_whether_it_is_a_default_of_a_file_or_an_override()
    {
        folder.Write("a.yaml", Plain);
        var file = folder.Write("b.yaml", "base: a.yaml\n\ntrain:\n  log_every: 3\n");
        var resolved = ConfigReader.Resolve<RunConfig>(file, ["variant=tall", "train.seed=8"]);
        Assert.Null(resolved.OriginOf("train.accumulation"));
        Assert.EndsWith("a.yaml:1", resolved.OriginOf("train.steps").ToString());
        Assert.EndsWith("b.yaml:4", resolved.OriginOf("train.log_every").ToString());
        Assert.EndsWith("a.yaml:7", resolved.OriginOf("augmentation.crop").ToString());
        Assert.Equal("override 'train.seed=8'", resolved.OriginOf("train.seed").ToString());
        Assert.Equal("override 'variant=tall'", resolved.OriginOf("recipe.variant").ToString());
    }

    [Fact]
    public void A_listing_with_origins_is_still_the_same_configuration()
    {
        var resolved = ConfigReader.Resolve<RunConfig>(folder.Write("a.yaml", Plain), []);
        var listing = ConfigWriter.ToYaml(resolved.Value, path => resolved.OriginOf(path)?.ToString(), _ => true);
        var changed = ConfigWriter.ToYaml(resolved.Value, _ => null, path => resolved.OriginOf(path) is not null);
        Assert.Contains("# ", listing);
        Assert.DoesNotContain("loader", changed);
        foreach (var text in new[] { listing, changed })
        {
            Assert.Equal(ConfigWriter.ToCanonicalJson(resolved.Value), ConfigWriter.ToCanonicalJson(
                ConfigReader.Read<RunConfig>(folder.Write("c.yaml", text), [])));
        }
    }

    [Fact]
    public void A_configuration_that_is_only_looked_at_keeps_placeholders_that_are_not_set()
    {
        var file = folder.Write("a.yaml", "data: {root: \"${PANOPTES_NOT_SET}/x\"}\nrun: {folder: \"${PANOPTES_NOT_SET_EITHER}\"}\n");
        Assert.Equal("${PANOPTES_NOT_SET}/x", ConfigReader.Resolve<RunConfig>(file, ["run.folder=r"], keepUnset: true).Value.Data.Root);
        Assert.Contains("PANOPTES_NOT_SET", Assert.Throws<InputException>(() => ConfigReader.Read<RunConfig>(file, [])).Message);
    }
}
