using Panoptes.Tests;

namespace Panoptes.Parity.Tests;

public sealed class DetectionFixtureTests
{
    [NeedsSharedTheory("parity/detection")]
    [InlineData("ms_deform_attn_core")]
    [InlineData("ms_deform_attn_module")]
    [InlineData("ms_deform_attn_module_boxes")]
    [InlineData("mask2former_positions")]
    [InlineData("mask2former_r50_coco_eval")]
    [InlineData("mask2former_r50_coco_train")]
    [InlineData("mask2former_r50_cityscapes_eval")]
    [InlineData("mask2former_r50_cityscapes_train")]
    [InlineData("swin_tiny_features")]
    [InlineData("swin_tiny_features_odd_train")]
    [InlineData("dinov2_base_features")]
    [InlineData("dinov2_base_features_divisible")]
    public void Mask2Former_and_its_parts_agree_with_the_reference(string fixture)
    {
        var results = ParityRunner.Run([SharedFiles.Path($"parity/detection/{fixture}.json")!]).ToArray();
        Assert.DoesNotContain(results, result => result.IsSkipped);
        Assert.True(results.Length > 2, "nothing was compared");
        Assert.True(results.All(result => result.Passes), string.Join('\n', ParityReport.Lines(results)));
    }

    [NeedsSharedTheory("parity/detection")]
    [InlineData("ibs_panopticfcn")]
    [InlineData("panopticfcn_ops")]
    [InlineData("panopticfcn_inference")]
    [InlineData("panopticfcn_r50_eval")]
    [InlineData("panopticfcn_r50_step")]
    public void Panoptic_Fcn_and_its_parts_agree_with_the_reference(string fixture)
    {
        var results = ParityRunner.Run([SharedFiles.Path($"parity/detection/{fixture}.json")!]).ToArray();
        Assert.DoesNotContain(results, result => result.IsSkipped);
        Assert.True(results.Length > 10, "nothing was compared");
        Assert.True(results.All(result => result.Passes), string.Join('\n', ParityReport.Lines(results)));
    }

    [NeedsSharedFact("parity/detection/detection_ops.json")]
    public void What_detectors_do_with_boxes_agrees_with_the_reference()
    {
        var results = ParityRunner.Run([SharedFiles.Path("parity/detection/detection_ops.json")!]).ToArray();
        Assert.DoesNotContain(results, result => result.IsSkipped);
        Assert.True(results.Length > 200, $"{results.Length} comparisons");
        Assert.True(results.All(result => result.Passes), string.Join('\n', ParityReport.Lines(results)));
    }

    [NeedsSharedTheory("parity/detection")]
    [InlineData("cups_eval")]
    [InlineData("cups_step")]
    [InlineData("cups_step_rpn")]
    [InlineData("cups_droploss")]
    [InlineData("cups_droploss_empty_image")]
    [InlineData("cups_panoptic_merge")]
    public void Panoptic_Cascade_Mask_Rcnn_and_its_parts_agree_with_the_reference(string fixture)
    {
        var results = ParityRunner.Run([SharedFiles.Path($"parity/detection/{fixture}.json")!]).ToArray();
        Assert.DoesNotContain(results, result => result.IsSkipped);
        Assert.True(results.Length > 5, "nothing was compared");
        Assert.True(results.All(result => result.Passes), string.Join('\n', ParityReport.Lines(results)));
    }

    [NeedsSharedFact("parity/detection/ibs_crop_sampler.json")]
    public void Pairs_of_crops_agree_with_both_released_codes_draw_by_draw()
    {
        var results = ParityRunner.Run([SharedFiles.Path("parity/detection/ibs_crop_sampler.json")!]).ToArray();
        Assert.DoesNotContain(results, result => result.IsSkipped);
        Assert.True(results.All(result => result.Passes), string.Join('\n', ParityReport.Lines(results)));
        string[] compared = ["images", "segments", "resizes", "ranges", "crops", "flips", "masks", "labels", "colors"];
        foreach (var draws in new[] { "cityscapes mask2former", "cityscapes panopticfcn", "vistas mask2former", "vistas panopticfcn" })
        {
            Assert.All(compared, what => Assert.Contains(results, result => result.Quantity.StartsWith($"{draws} {what}")));
        }
    }

    [NeedsSharedFact("parity/detection/cups_copy_paste.json")]
    public void Pasted_objects_agree_with_the_released_code_and_with_what_it_should_do()
    {
        var results = ParityRunner.Run([SharedFiles.Path("parity/detection/cups_copy_paste.json")!]).ToArray();
        Assert.DoesNotContain(results, result => result.IsSkipped);
        Assert.True(results.All(result => result.Passes), string.Join('\n', ParityReport.Lines(results)));
        Assert.All(
            ["plain.0", "plain.corrected.2", "small_object.class_fixed.1", "self.2", "fallback.0", "empty_target.corrected.1"],
            key => Assert.Contains(results, result => result.Quantity == $"{key} boxes"));
    }

    // Their outputs are not given: names, shapes and the count alone can be compared, and the shapes of what comes out.
    [NeedsSharedTheory("parity/detection")]
    [InlineData("mask2former_swin_base_contract")]
    [InlineData("mask2former_dinov2_base_contract")]
    public void Mask2Former_has_the_published_names_and_shapes(string fixture)
    {
        var results = ParityRunner.Run([SharedFiles.Path($"parity/detection/{fixture}.json")!]).ToArray();
        Assert.DoesNotContain(results, result => result.IsSkipped);
        Assert.True(results.Length >= 2 && results.All(result => result.Passes), string.Join('\n', ParityReport.Lines(results)));
    }
}
