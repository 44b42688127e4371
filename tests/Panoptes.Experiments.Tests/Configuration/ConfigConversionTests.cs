using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Models.Backbones.Mit;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.Segformer;
using Panoptes.Tests;

namespace Panoptes.Experiments.Tests.Configuration;

/// <summary>Keys of before: refused with the new ones, and rewritten.</summary>
public sealed class ConfigConversionTests : IDisposable
{
    private const string Old = """
        # what it is for
        model:
          name: segformer_b0
          segformer_form: nvlabs   # the authors'
          hrnet_form: null
          output_stride: null
          width_multiplier: 1
        train: {steps: 5, optimiser: {learning_rate: 0.5}}  # short
        recipe:
          declared: [train.optimiser.learning_rate, train.seed]
        variants:
          fast:
            train:
              "optimiser": {weight_decay: 0}

        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("train.optimiser.learning_rate=1", "'train.optimizer'")]
    [InlineData("model.segformer_form=nvlabs", "'model.segformer_variant'")]
    [InlineData("model.hrnet_form=official", "'model.hrnet_variant'")]
    public void An_old_key_is_refused_with_the_new_one_in_overrides_and_files(string setting, string expected)
    {
        Assert.Contains(expected, Assert.Throws<InputException>(() => ConfigReader.Read<RunConfig>(null, [setting])).Message);
        var (path, value) = (setting.Split('=')[0].Split('.'), setting.Split('=')[1]);
        var yaml = path is [var part, var key] ? $"{part}:\n  {key}: {value}\n" : $"{path[0]}:\n  {path[1]}: {{{path[2]}: {value}}}\n";
        var message = Assert.Throws<InputException>(() => ConfigReader.Read<RunConfig>(folder.Write("old.yaml", yaml), [])).Message;
        Assert.Contains(expected, message);
        Assert.Contains("old.yaml:2", message);
        Assert.Contains("config convert", message);
    }

    [Fact]
    public void A_part_that_is_read_alone_refuses_them_too() =>
        Assert.Contains(
            "'segformer_variant'",
            Assert.Throws<InputException>(() => ConfigReader.Read<ModelConfig>(null, ["segformer_form=nvlabs"])).Message);

    [Fact]
    public void Conversion_rewrites_keys_wherever_they_stand_and_keeps_the_rest()
    {
        var (text, changes) = ConfigConversion.Convert(Old, "old.yaml");
        Assert.Equal(7, changes.Count);
        Assert.Equal(
            Old.Replace("segformer_form", "segformer_variant").Replace("\"optimiser\"", "optimizer").Replace("optimiser", "optimizer")
                .Replace("  hrnet_form: null\n  output_stride: null\n  width_multiplier: 1\n", ""),
            text);
        var config = ConfigReader.Read<RunConfig>(folder.Write("new.yaml", text), ["variant=fast"]);
        Assert.Equal((0.5, 0.0), (config.Train.Optimizer.LearningRate, config.Train.Optimizer.WeightDecay));
        Assert.Equal(SegformerVariant.Nvlabs, ((SegformerOptions)config.Model.Options).SegformerVariant);
        Assert.Empty(ConfigConversion.Convert(text, "new.yaml").Changes);
    }

    [Fact]
    public void A_setting_that_says_something_is_not_dropped()
    {
        var (text, changes) = ConfigConversion.Convert("model:\n  name: segnext_t\n  output_stride: 8\n", "old.yaml");
        Assert.Empty(changes);
        Assert.Contains("output_stride: 8", text);
    }
}
