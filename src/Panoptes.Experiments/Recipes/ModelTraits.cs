using Panoptes.Models.Catalog;

namespace Panoptes.Experiments.Recipes;

/// <summary>What recipes and advice need to know of a model's architecture. Known from its name: no network is made.</summary>
internal sealed record ModelTraits
{
    private static readonly ModelTraits Cnn = new() { HasBatchNorm = true, Stride = 8 };

    private static readonly (string Prefix, ModelTraits Traits)[] Families =
    [
        ("segformer", new() { Family = "segformer", Backbone = "MiT", IsTransformerLike = true, HasBatchNorm = true, HeadRate = 10, Stride = 32 }),
        ("segnext", new() { Family = "segnext", Backbone = "MSCAN", IsTransformerLike = true, HasBatchNorm = true, HeadRate = 10, Stride = 8, FactorizesRandomly = true }),
        ("upernet_swin", new() { Family = "upernet_swin", Backbone = "Swin", IsTransformerLike = true, HasBatchNorm = true, PooledSides = [1, 2, 3, 6], Stride = 32 }),
        ("mask2former", new() { Family = "mask2former", Backbone = "Swin", IsTransformerLike = true, Stride = 32 }),
        ("dinov2", new() { Family = "dinov2", Backbone = "ViT", IsTransformerLike = true, HasBatchNorm = true, Stride = 14 }),
        ("ocrnet", Cnn with { Family = "ocrnet", Backbone = "HRNet", Stride = 4 }),
        ("fcn_hr", Cnn with { Family = "fcn_hrnet", Backbone = "HRNet", Stride = 4 }),
        ("pspnet", Cnn with { Family = "pspnet", Backbone = "ResNet", PooledSides = [1, 2, 3, 6] }),
        ("deeplabv3plus", Cnn with { Family = "deeplabv3plus", Backbone = "ResNet", PooledSides = [1], Dilations = [1, 12, 24, 36] }),
        ("fcn", Cnn with { Family = "fcn", Backbone = "ResNet" }),
    ];

    private static readonly string[] TransformerLike = ["mit", "mscan", "swin", "convnext", "vit", "dinov2"];

    /// <summary>Models with one recipe; empty where none is known.</summary>
    public string Family { get; init; } = "";

    /// <summary>Kind of backbone, for people.</summary>
    public string Backbone { get; init; } = "";

    /// <summary>Whether the backbone is one that is trained with AdamW: a transformer, or a convolutional network of that design.</summary>
    public bool IsTransformerLike { get; init; }

    /// <summary>Whether the trained part normalizes over the batch.</summary>
    public bool HasBatchNorm { get; init; }

    /// <summary>Factor on the learning rate of the head in the published recipe.</summary>
    public double HeadRate { get; init; } = 1;

    /// <summary>Whether the head factorizes features from random bases, which differ from evaluation to evaluation unless seeded.</summary>
    public bool FactorizesRandomly { get; init; }

    /// <summary>Side lengths that the head pools the last feature map to.</summary>
    public IReadOnlyList<int> PooledSides { get; init; } = [];

    /// <summary>Dilations of the head's convolutions on the last feature map.</summary>
    public IReadOnlyList<int> Dilations { get; init; } = [];

    /// <summary>Image pixels per pixel of the feature map that the head pools or dilates.</summary>
    public int Stride { get; init; } = 32;

    /// <summary>The traits of a configured model.</summary>
    public static ModelTraits Of(ModelConfig model)
    {
        var traits = Families.FirstOrDefault(family => model.Name.StartsWith(family.Prefix, StringComparison.Ordinal)).Traits ?? new ModelTraits();
        if (traits.Family is not ("pspnet" or "deeplabv3plus" or "fcn"))
        {
            return traits;
        }

        var backbone = model.Name[(model.Name.IndexOf('_') + 1)..];
        var isMobile = backbone.StartsWith("mobilenet", StringComparison.Ordinal);
        var stride = model.OutputStride ?? (isMobile ? 16 : 8);
        return traits with
        {
            Backbone = isMobile ? "MobileNetV2" : traits.Backbone,
            IsTransformerLike = TransformerLike.Any(kind => backbone.StartsWith(kind, StringComparison.Ordinal)),
            Stride = stride,
            Dilations = traits.Dilations.Count == 0 ? [] : model.Dilations ?? (stride == 8 ? traits.Dilations : [1, 6, 12, 18]),
        };
    }
}
