namespace Panoptes.Models.Catalog.Families.TwoStage;

/// <summary>Mask R-CNN and Cascade Mask R-CNN: objects alone.</summary>
public sealed record InstanceDetectorOptions : DetectorOptions
{
    /// <inheritdoc/>
    public override IModelFamily Family => DetectorFamily.Instances;

    /// <summary>A small network's settings for tests and first trials on processors.</summary>
    public static InstanceDetectorOptions Small { get; } = new()
    {
        Width = 64,
        BoxWidth = 256,
        MaskWidth = 64,
        AnchorSizes = [8, 16, 32, 64, 128],
        TrainingProposals = 300,
    };
}
