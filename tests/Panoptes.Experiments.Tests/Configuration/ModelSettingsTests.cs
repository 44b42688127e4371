using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Recipes;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Models.Catalog.Families.MaskedAttention;
using Panoptes.Models.Catalog.Families.Segnext;

namespace Panoptes.Experiments.Tests.Configuration;

/// <summary>Settings of <c>model</c> that depend on its name.</summary>
public sealed class ModelSettingsTests
{
    [Fact]
    public void The_name_chooses_the_settings_and_their_defaults_wherever_it_is_written()
    {
        var large = (SegnextOptions)Read("model.nmf_seed=3", "model.name=segnext_l").Model.Options;
        Assert.Equal((1024, 64, 3L), (large.HeadChannels, large.NmfRank, large.NmfSeed));
        var masks = (Mask2FormerOptions)Read("model.name=mask2former_swin_l", "model.decoder_layers=6").Model.Options;
        Assert.Equal((200, 6), (masks.Queries, masks.DecoderLayers));
    }

    [Theory]
    [InlineData(
        "model.queries=50", "segnext_t", "'model.queries', a setting of mask2former_mobilenetv2 and its kind", "nmf_rank, nmf_seed")]
    [InlineData("model.nmf_rnk=50", "segnext_t", "unknown key 'model.nmf_rnk'", "did you mean 'model.nmf_rank'?")]
    [InlineData("model.nmf_rank=0", "segnext_t", "model.nmf_rank = 0", "1 to 4096")]
    [InlineData("model.nmf_rank=50", "pspnet_r50", "'model.nmf_rank', a setting of segnext_t and its kind", "output_stride, head_channels")]
    [InlineData("model.num_classes=3", "segnextt", "model.name = 'segnextt'", "did you mean segnext_t?")]
    public void What_the_model_does_not_take_is_refused_with_what_it_takes(string setting, string name, string found, string expected)
    {
        var message = Assert.Throws<InputException>(() => Read(setting, $"model.name={name}")).Message;
        Assert.Contains(found, message);
        Assert.Contains(expected, message);
        Assert.DoesNotContain("\n", message);
    }

    [Fact]
    public void A_resolved_copy_holds_them_and_they_count_in_the_fingerprint()
    {
        var config = Read("model.name=mask2former_r50", "model.queries=50");
        Assert.Contains("\n  queries: 50\n", ConfigWriter.ToYaml(config));
        Assert.DoesNotContain("nmf_rank", ConfigWriter.ToYaml(config));
        Assert.NotEqual(Fingerprint.Of(config), Fingerprint.Of(Read("model.name=mask2former_r50")));
    }

    [Fact]
    public void Two_models_are_compared_by_the_settings_that_both_have()
    {
        var diff = ConfigDiff.Between(Read("model.name=segnext_t"), Read("model.name=segformer_b0"), null, []);
        Assert.Contains("model.name", diff.Differences.Select(difference => difference.Path));
        Assert.DoesNotContain("model.nmf_rank", diff.Differences.Select(difference => difference.Path));
    }

    private static RunConfig Read(params string[] overrides) => ConfigReader.Read<RunConfig>(null, overrides);
}
