using Panoptes.Experiments.Recipes;
using Panoptes.Models;

namespace Panoptes.Experiments.ModelSheets;

/// <summary>Under which licence the published weights of a model can be used. Panoptes ships none of them.</summary>
internal static class PublishedWeights
{
    private const string Mmsegmentation = "Apache-2.0 (mmsegmentation)";

    /// <summary>Who published weights under which licence; null where none are known.</summary>
    public static string? LicenceOf(ModelConfig model)
    {
        var traits = ModelTraits.Of(model);
        return traits.Family switch
        {
            "segformer" => "NVIDIA Source Code License for SegFormer: research and evaluation only, no commercial use (NVlabs, MiT backbones and whole models)",
            "segnext" => "Apache-2.0 (Visual-Attention-Network, whose README asks to be contacted for commercial use)",
            "upernet_swin" => $"MIT (Microsoft, Swin backbones); BSD-3-Clause (torchvision, Swin-T, S and B backbones); {Mmsegmentation}",
            "dinov2" => "Apache-2.0 (facebookresearch, backbones and linear heads)",
            "fcn_hrnet" or "ocrnet" => $"MIT (HRNet, ImageNet backbones and the authors' whole models); {Mmsegmentation}",
            "" => null,
            _ => traits.Backbone == "MobileNetV2"
                ? $"BSD-3-Clause (torchvision, ImageNet backbone); {Mmsegmentation}"
                : $"BSD-3-Clause (torchvision, ImageNet backbones with a plain stem); {Mmsegmentation}",
        };
    }
}
