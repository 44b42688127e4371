using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings.Kernels;

namespace Panoptes.Models.Catalog.Families.DynamicKernels;

/// <summary>
/// Panoptic FCN. <c>panoptic_fcn_mobilenetv2</c> and <c>panoptic_fcn_r18</c> are small ones; the published ones have a width of 256.
/// </summary>
public sealed record PanopticFcnOptions : ModelOptions
{
    /// <summary>
    /// Train ids of the classes of objects. Null takes those of the data set; without one those of Cityscapes' 19 and COCO's 133 classes,
    /// and of other numbers all.
    /// </summary>
    public IReadOnlyList<int>? Things { get; init; }

    /// <summary>
    /// Whether stuff maps are of all classes, objects too, as published for Cityscapes; else one map is of all objects together, as for
    /// COCO and Mapillary Vistas.
    /// </summary>
    public bool StuffOfAllClasses { get; init; }

    /// <summary>Channels of the pyramid and the heads: a multiple of 32.</summary>
    public int Width { get; init; } = 256;

    /// <summary>
    /// Channels of a pixel's embedding. 256 in the paper of intra-batch supervision, 64 in COCO's published weights.
    /// </summary>
    public int EmbeddingWidth { get; init; } = 256;

    /// <summary>
    /// Maps of the pyramid, from stride 8 on, that positions and kernels are found on: 1 to 5, with as many pairs in
    /// <c>train.kernels.sizes</c>. Published are 5, up to stride 128; of small images the coarsest are a few positions that tell nothing.
    /// </summary>
    public int KernelMaps { get; init; } = 5;

    /// <summary>
    /// Whether images are turned to blue, green, red before they enter: the published weights want that, with
    /// <c>augmentation.mean=[103.53, 116.28, 123.675]</c>, as their code takes red's mean from blue and blue's from red, and
    /// <c>augmentation.std=[1, 1, 1]</c>.
    /// </summary>
    public bool BlueFirst { get; init; }

    /// <summary>
    /// Whether a ResNet's stride is in the first 1x1 convolution of a block, as in detectron2's own weights, and not in the 3x3 one, as in
    /// torchvision's.
    /// </summary>
    public bool? StrideIn1x1 { get; init; }

    /// <summary>
    /// Whether a ResNet's normalizations keep their statistics and parameters, as published (FrozenBN); else they learn, as by default.
    /// </summary>
    public bool? FrozenNorm { get; init; }

    /// <summary>
    /// How many parts of a ResNet keep their weights, from the stem on: 0 to 5. Published with ImageNet weights: 2, the stem and the first
    /// stage. Default 0.
    /// </summary>
    public int? FreezeAt { get; init; }

    /// <summary>An object counts whose center has more than this probability, 0 to 1. COCO: 0.05, Vistas: 0.2.</summary>
    public double CenterScore { get; init; } = 0.01;

    /// <summary>Stuff counts whose mean probability, where it is the likeliest, is above this, 0 to 1. COCO: 0.05.</summary>
    public double StuffScore { get; init; } = 0.1;

    /// <summary>The most objects of an image; of one map of the pyramid half as many. COCO: 100.</summary>
    public int MostThings { get; init; } = 200;

    /// <summary>Objects of one class whose embeddings have at least this cosine are one. COCO: 0.9, Vistas: 0.95.</summary>
    public double Similarity { get; init; } = 0.97;

    /// <summary>A pixel is inside an object's mask above this probability, 0 to 1. COCO: 0.4.</summary>
    public double MaskScore { get; init; } = 0.5;

    /// <summary>Stuff of fewer pixels is no segment of a panoptic prediction. COCO: 4096.</summary>
    public int StuffArea { get; init; } = 2048;

    /// <inheritdoc/>
    public override IModelFamily Family => PanopticFcnFamily.Instance;

    /// <summary>A small network's settings for tests and first trials on processors.</summary>
    public static PanopticFcnOptions Small { get; } = new() { Width = 64, EmbeddingWidth = 32 };

    /// <summary>How outputs are read.</summary>
    internal KernelReadingConfig Reading => new()
    {
        CenterScore = CenterScore,
        StuffScore = StuffScore,
        MostThings = MostThings,
        Similarity = Similarity,
        MaskScore = MaskScore,
        StuffArea = StuffArea,
    };

    /// <summary>Which classes are objects, of so many.</summary>
    internal ThingTable Table(int classes)
    {
        var things = Things ?? (classes switch
        {
            19 => [.. Enumerable.Range(11, 8)],
            133 => [.. Enumerable.Range(0, 80)],
            _ => [.. Enumerable.Range(0, classes)],
        });
        return new ThingTable(classes, [.. things.Order()], StuffOfAllClasses);
    }

    /// <inheritdoc/>
    public override void Check(string name)
    {
        var isResNet = PanopticFcnFamily.IsResNet(name);
        var taken = "things, stuff_of_all_classes, width, embedding_width, kernel_maps, blue_first, center_score, stuff_score, "
            + $"most_things, similarity, mask_score, stuff_area{(isResNet ? ", stride_in1x1, frozen_norm, freeze_at" : "")}";
        RequireTaken(isResNet, "stride_in1x1", StrideIn1x1, name, taken);
        RequireTaken(isResNet, "frozen_norm", FrozenNorm, name, taken);
        RequireTaken(isResNet, "freeze_at", FreezeAt, name, taken);
        Require(FreezeAt is null or (>= 0 and <= 5), "freeze_at", FreezeAt, "0 to 5");
        Require(
            Things is null || (Things.Count > 0 && Things.Distinct().Count() == Things.Count && Things.All(id => id >= 0)),
            "things", Things, "train ids, each once; at least one");
        Require(Width >= 32 && Width % 32 == 0, "width", Width, "a multiple of 32");
        Require(EmbeddingWidth >= 1, "embedding_width", EmbeddingWidth, "at least 1");
        Require(KernelMaps is >= 1 and <= 5, "kernel_maps", KernelMaps, "1 to 5");
        Require(CenterScore is >= 0 and < 1, "center_score", CenterScore, "0 to below 1");
        Require(StuffScore is >= 0 and < 1, "stuff_score", StuffScore, "0 to below 1");
        Require(MostThings >= 1, "most_things", MostThings, "at least 1");
        Require(Similarity is > 0 and <= 1, "similarity", Similarity, "above 0 to 1");
        Require(MaskScore is > 0 and < 1, "mask_score", MaskScore, "between 0 and 1");
        Require(StuffArea >= 0, "stuff_area", StuffArea, "at least 0");
    }
}
