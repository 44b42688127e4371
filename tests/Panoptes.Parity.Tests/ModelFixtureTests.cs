using Panoptes.Tests;

namespace Panoptes.Parity.Tests;

public sealed class ModelFixtureTests
{
    [NeedsSharedTheory("parity/models")]
    [InlineData("torchvision_resnet18.eval")]
    [InlineData("torchvision_resnet18.train")]
    [InlineData("torchvision_resnet50.eval")]
    [InlineData("torchvision_resnet50.train")]
    [InlineData("mmseg_resnetv1c50_d8.eval")]
    [InlineData("mmseg_resnetv1c50_d8.train")]
    [InlineData("mmseg_pspnet_r50_d8.eval")]
    [InlineData("mmseg_pspnet_r50_d8.frozen")]
    [InlineData("mmseg_pspnet_r50_d8.train")]
    [InlineData("mmseg_deeplabv3plus_r50_d8.eval")]
    [InlineData("mmseg_deeplabv3plus_r50_d8.frozen")]
    [InlineData("mmseg_deeplabv3plus_r50_d8.train")]
    [InlineData("swin_t.eval")]
    [InlineData("swin_t.train")]
    [InlineData("dinov2_vits14.eval")]
    [InlineData("dinov2_vits14.train")]
    [InlineData("dinov2_vits14_518.eval")]
    [InlineData("segformer_b0_mmseg.eval")]
    [InlineData("segformer_b0_mmseg.train")]
    [InlineData("segformer_b0_nvlabs.eval")]
    [InlineData("segformer_b0_nvlabs.train")]
    [InlineData("segnext_t.eval")]
    [InlineData("segnext_t.train")]
    [InlineData("eomt_small_eval")]
    [InlineData("eomt_small_train")]
    public void The_model_agrees_with_the_reference(string fixture)
    {
        var results = ParityRunner.Run([SharedFiles.Path($"parity/models/{fixture}.json")!]).ToArray();
        Assert.DoesNotContain(results, result => result.IsSkipped);
        Assert.True(results.Length > 2, "nothing was compared");
        Assert.True(results.All(result => result.Passes), string.Join('\n', ParityReport.Lines(results)));
    }

    // What the shared fixtures leave out: results of HRNet, OCR and UPerNet, of windows of 12x12 and of registers.
    [Theory]
    [InlineData("mmseg_ocrnet_hrnet_w18s.eval")]
    [InlineData("mmseg_upernet_hrnet_w18s.eval")]
    [InlineData("swin_window12.eval")]
    [InlineData("dinov2_vits14_reg.train")]
    public void The_model_agrees_with_the_reference_in_other_configurations(string fixture)
    {
        var results = ParityRunner.Run([Path.Combine(AppContext.BaseDirectory, "Fixtures", fixture + ".json")]).ToArray();
        Assert.True(results.Length > 10, "little was compared");
        Assert.True(results.All(result => result.Passes), string.Join('\n', ParityReport.Lines(results)));
    }

    [NeedsSharedTheory("parity/models")]
    [InlineData("swin_b.contract")]
    [InlineData("dinov2_vitb14.contract")]
    [InlineData("mmseg_fcn_hrnet_w48.contract")]
    [InlineData("segformer_b3_mmseg.contract")]
    [InlineData("segformer_b3_nvlabs.contract")]
    [InlineData("segnext_b.contract")]
    [InlineData("eomt_base_640_contract")]
    [InlineData("eomt_large_1024_contract")]
    public void The_model_has_the_published_names_and_shapes(string fixture)
    {
        var results = ParityRunner.Run([SharedFiles.Path($"parity/models/{fixture}.json")!]).ToArray();
        Assert.DoesNotContain(results, result => result.IsSkipped);
        Assert.Equal(2, results.Length);
        Assert.True(results.All(result => result.Passes), string.Join('\n', ParityReport.Lines(results)));
    }
}
