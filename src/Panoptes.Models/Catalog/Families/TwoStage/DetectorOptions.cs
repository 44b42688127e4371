using Panoptes.Models.Detection;
using Panoptes.Models.Detection.Boxes;
using Panoptes.Models.Layers;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings.Boxes;

namespace Panoptes.Models.Catalog.Families.TwoStage;

/// <summary>
/// Settings that all two-stage detectors share. Images have the mean and the deviation of <c>augmentation.mean</c> and <c>std</c>: those of
/// RGB from 0 to 255 (ImageNet's) fit weights for images of 0 to 1, too, as CUPS' are, since both are scaled alike.
/// </summary>
public abstract record DetectorOptions : ModelOptions
{
    /// <summary>
    /// Train ids of the classes of objects in the order of the heads' maps, which published weights may have in an order of their own. Null
    /// takes those of the data set, ascending; without one, all.
    /// </summary>
    public IReadOnlyList<int>? Things { get; init; }

    /// <summary>Channels of the pyramid.</summary>
    public int Width { get; init; } = 256;

    /// <summary>Channels of the two layers that look at a box.</summary>
    public int BoxWidth { get; init; } = 1024;

    /// <summary>Channels of the mask head.</summary>
    public int MaskWidth { get; init; } = 256;

    /// <summary>Whether a box moves alike whatever its class: null is so of a cascade alone, which needs it.</summary>
    public bool? ClassAgnosticBoxes { get; init; }

    /// <summary>The side of a square anchor on each map, strides 4 to 64, in pixels: five, ascending.</summary>
    public IReadOnlyList<double> AnchorSizes { get; init; } = [32, 64, 128, 256, 512];

    /// <summary>Of two proposals of one map that overlap by more than this the less likely goes, 0 to 1. CUPS: 0.65.</summary>
    public double ProposalOverlap { get; init; } = 0.7;

    /// <summary>The most proposals of an image in training, at least 1. CUPS: 4000.</summary>
    public int TrainingProposals { get; init; } = 1000;

    /// <summary>What normalizes a ResNet: <c>batch</c> where null. detectron2: <c>frozen_batch</c>.</summary>
    public NormKind? Norm { get; init; }

    /// <summary>What normalizes the pyramid's own convolutions; null is nothing, as detectron2 has it. CUPS: <c>batch</c>.</summary>
    public NormKind? PyramidNorm { get; init; }

    /// <summary>
    /// Whether a ResNet's stride is in the first 1x1 convolution of a block, as in detectron2's own weights, and not in the 3x3 one, as in
    /// torchvision's and DINO's.
    /// </summary>
    public bool? StrideIn1x1 { get; init; }

    /// <summary>
    /// How many parts of a ResNet keep their weights, from the stem on: 0 to 5. detectron2: 2, the stem and the first stage. Default 0.
    /// </summary>
    public int? FreezeAt { get; init; }

    /// <summary>
    /// Whether images are turned to blue, green, red before they enter: detectron2's own weights want that, with
    /// <c>augmentation.mean=[123.675, 116.28, 103.53]</c> (of red, green and blue) and <c>augmentation.std=[1, 1, 1]</c>.
    /// </summary>
    public bool BlueFirst { get; init; }

    /// <summary>An object counts from more than this probability on, 0 to below 1. CUPS: 0.5.</summary>
    public double Score { get; init; } = 0.05;

    /// <summary>Of two objects of one class whose boxes overlap by more than this the less sure goes, 0 to 1.</summary>
    public double Overlap { get; init; } = 0.5;

    /// <summary>The most objects of an image, at least 1.</summary>
    public int MostThings { get; init; } = 100;

    /// <summary>A pixel is inside an object's mask from this probability on, between 0 and 1.</summary>
    public double MaskScore { get; init; } = 0.5;

    /// <summary>Which classes the maps are of, of so many.</summary>
    internal virtual ThingTable Table(int classes) => new(classes, Things ?? [.. Enumerable.Range(0, classes)]);

    /// <summary>How outputs are read.</summary>
    internal virtual BoxReadingConfig Reading => new() { MaskScore = MaskScore };

    /// <summary>Which boxes count as found.</summary>
    internal FindingConfig Finding => new() { Score = Score, Overlap = Overlap, Most = MostThings };

    /// <summary>Settings of the heads.</summary>
    /// <param name="table">Which classes there are.</param>
    /// <param name="isCascade">Whether there are three stages.</param>
    internal virtual DetectorConfig Heads(ThingTable table, bool isCascade) => new()
    {
        Things = table.Things.Count,
        Stages = isCascade ? BoxCoder.Cascade : [BoxCoder.First],
        ClassAgnosticBoxes = ClassAgnosticBoxes ?? isCascade,
        Width = Width,
        BoxWidth = BoxWidth,
        MaskWidth = MaskWidth,
        Proposals = new ProposalConfig
        {
            AnchorSizes = AnchorSizes,
            Overlap = ProposalOverlap,
            MostInTraining = TrainingProposals,
        },
    };

    /// <inheritdoc/>
    public override void Check(string name)
    {
        const string Taken = "all settings but norm, stride_in1x1 and freeze_at";
        var isResNet = DetectorFamily.IsResNet(name);
        RequireTaken(isResNet, "norm", Norm, name, Taken);
        RequireTaken(isResNet, "stride_in1x1", StrideIn1x1, name, Taken);
        RequireTaken(isResNet, "freeze_at", FreezeAt, name, Taken);
        Require(
            Things is null || (Things.Count > 0 && Things.Distinct().Count() == Things.Count && Things.All(id => id >= 0)),
            "things", Things, "train ids, each once; at least one");
        Require(Width >= 32 && Width % 32 == 0, "width", Width, "a multiple of 32");
        Require(BoxWidth >= 1, "box_width", BoxWidth, "at least 1");
        Require(MaskWidth >= 1, "mask_width", MaskWidth, "at least 1");
        Require(
            ClassAgnosticBoxes is not false || !DetectorFamily.IsCascade(name), "class_agnostic_boxes", ClassAgnosticBoxes,
            "true or null: the stages of a cascade hand boxes on without a class");
        Require(
            AnchorSizes.Count == 5 && AnchorSizes[0] > 0 && AnchorSizes.Zip(AnchorSizes.Skip(1)).All(pair => pair.First < pair.Second),
            "anchor_sizes", string.Join(", ", AnchorSizes), "five sides in pixels, ascending");
        Require(ProposalOverlap is > 0 and <= 1, "proposal_overlap", ProposalOverlap, "above 0 to 1");
        Require(TrainingProposals >= 1, "training_proposals", TrainingProposals, "at least 1");
        Require(FreezeAt is null or (>= 0 and <= 5), "freeze_at", FreezeAt, "0 to 5");
        Require(Score is >= 0 and < 1, "score", Score, "0 to below 1");
        Require(Overlap is >= 0 and <= 1, "overlap", Overlap, "0 to 1");
        Require(MostThings >= 1, "most_things", MostThings, "at least 1");
        Require(MaskScore is > 0 and < 1, "mask_score", MaskScore, "between 0 and 1");
    }
}
