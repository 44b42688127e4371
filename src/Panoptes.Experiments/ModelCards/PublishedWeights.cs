using Panoptes.Experiments.Recipes;
using Panoptes.Models.Catalog;

namespace Panoptes.Experiments.ModelCards;

/// <summary>Under which license the published weights of a model can be used. Panoptes ships none of them.</summary>
internal static class PublishedWeights
{
    private const string Mmsegmentation = "Apache-2.0 (mmsegmentation)";
    private static readonly string[] TorchvisionSwins = ["upernet_swin_t", "upernet_swin_s", "upernet_swin_b"];
    private static readonly string[] AuthorsHrNets = ["fcn_hrnet_w18s", "fcn_hrnet_w48", "ocrnet_hrnet_w48"];

    /// <summary>Who published weights that the model can take, under which license; null where none are known.</summary>
    public static string? LicenseOf(ModelConfig model)
    {
        var name = model.Name;
        var traits = ModelTraits.Of(model);
        return traits.Family switch
        {
            "segformer" => "NVIDIA Source Code License for SegFormer: research and evaluation only, no commercial use (NVlabs, MiT backbones and whole models)",
            "segnext" => "Apache-2.0 (Visual-Attention-Network, whose README asks to be contacted for commercial use)",
            "upernet_swin" => $"MIT (Microsoft, Swin backbones); {(TorchvisionSwins.Contains(name) ? "BSD-3-Clause (torchvision, Swin backbones); " : "")}{Mmsegmentation}",
            "dinov2" => $"Apache-2.0 (facebookresearch, backbones{(name.EndsWith("reg", StringComparison.Ordinal) ? "" : " and heads")})",
            "fcn_hrnet" or "ocrnet" => $"MIT (HRNet, ImageNet backbones{(AuthorsHrNets.Contains(name) ? " and the authors' whole models" : "")}); {Mmsegmentation}",
            "mask2former" => OfMask2Former(name),
            "" => null,
            _ => OfDilated(name),
        };
    }

    private static string? OfMask2Former(string name) => name[(name.IndexOf('_') + 1)..] switch
    {
        "mobilenetv2" or "r18" => "BSD-3-Clause (torchvision, ImageNet backbone)",
        var backbone when backbone.StartsWith("dinov2", StringComparison.Ordinal) => "Apache-2.0 (facebookresearch, DINOv2 backbones)",
        var backbone when backbone.StartsWith("swin", StringComparison.Ordinal) => "CC-BY-NC 4.0 (facebookresearch, Mask2Former, whole models); MIT (Microsoft, Swin backbones)",
        _ => "CC-BY-NC 4.0 (facebookresearch, Mask2Former, whole models); BSD-3-Clause (torchvision, ImageNet backbone)",
    };

    // torchvision has the plain stem (b) in all depths; nobody is known to publish the deep one in 34 layers, nor mmsegmentation the plain one.
    // mmsegmentation's MobileNetV2 dilates the first block of a stage alone (mmseg/models/backbones/mobilenet_v2.py): its models are not taken.
    private static string? OfDilated(string name) => name[(name.IndexOf('_') + 1)..] switch
    {
        "mobilenetv2" => "BSD-3-Clause (torchvision, ImageNet backbone)",
        "r34" => null,
        "r34b" => "BSD-3-Clause (torchvision, ImageNet backbone)",
        var backbone when backbone.EndsWith('b') => $"BSD-3-Clause (torchvision, ImageNet backbone); {Mmsegmentation}",
        _ => Mmsegmentation,
    };
}
