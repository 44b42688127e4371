namespace Panoptes.Experiments.Tests.Combinations;

/// <summary>A small model of each kind of output and task.</summary>
/// <param name="Title">What the table calls it.</param>
/// <param name="Settings">Its settings.</param>
public sealed record CombinedModel(string Title, params string[] Settings)
{
    private static readonly string[] Queries =
    [
        "data.format=coco_panoptic", "model.name=mask2former_mobilenetv2", "model.queries=8", "model.width=32", "model.decoder_layers=1",
        "model.encoder_layers=1", "model.feed_forward=32", "model.encoder_feed_forward=32", "train.masks.points=64",
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CombinedModel> All { get; } =
    [
        new("DeepLabV3+ (semantic)", "data.format=coco_panoptic", "model.name=deeplabv3plus_mobilenetv2", "model.width_multiplier=0.25",
            "model.head_channels=16"),
        new("Mask2Former (instance)", [.. Queries, "task=instance"]),
        new("Mask2Former (panoptic)", [.. Queries, "task=panoptic"]),
        new("Mask2Former (semantic)", [.. Queries, "task=semantic"]),
        new("EoMT (panoptic)", "data.format=coco_panoptic", "task=panoptic", "model.name=eomt_t", "model.queries=8",
            "model.image_size=[64, 64]", "train.evaluation.size=[64, 64]", "train.masks.points=64"),
        new("Panoptic FCN (panoptic)", "data.format=coco_panoptic", "task=panoptic", "model.name=panoptic_fcn_mobilenetv2"),
        new("Cascade Mask R-CNN (instance)", "data.format=coco_panoptic", "task=instance", "model.name=cascade_mask_rcnn_mobilenetv2"),
        new("Panoptic Cascade Mask R-CNN (panoptic)", "data.format=coco_panoptic", "task=panoptic",
            "model.name=panoptic_cascade_mask_rcnn_mobilenetv2"),
    ];

    /// <inheritdoc/>
    public override string ToString() => Title;
}
