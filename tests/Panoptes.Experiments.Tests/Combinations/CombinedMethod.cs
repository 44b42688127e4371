namespace Panoptes.Experiments.Tests.Combinations;

/// <summary>A list of supervisors, or of stages.</summary>
/// <param name="Title">What the table calls it.</param>
/// <param name="Settings">Its settings.</param>
public sealed record CombinedMethod(string Title, params string[] Settings)
{
    private static readonly string[] Two =
    [
        "data.streams.labeled={}", "data.streams.unlabeled={}", "train.teacher.labels={score: 0.05, pixel_score: 0.1, min_soft_area: 1}",
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CombinedMethod> All { get; } =
    [
        new("truth"),
        new("truth and intra-batch supervision", "train.supervisors=[{kind: ground_truth}, {kind: intra_batch}]"),
        new("truth with drop loss", "train.masks.drop_iou=0.01", "train.detection.drop_iou=0.4"),
        new("truth and teacher",
            [.. Two, "train.supervisors=[{kind: ground_truth}, {kind: teacher, stream: unlabeled, weight: 2}]"]),
        new("truth, teacher and intra-batch supervision of both",
            [
                .. Two,
                "train.supervisors=[{kind: ground_truth}, {kind: intra_batch}, {kind: teacher, stream: unlabeled}, "
                    + "{kind: intra_batch, stream: unlabeled}]",
            ]),
        new("guided distillation", [.. Two, "distillation={teacher_steps: 1, burn_in: 1, weight: 2}"]),
        new("self-training",
            [.. Two, "train.teacher.view=clean", "train.teacher.flip=true", "self_training={rounds: 2, steps: 1}"]),
        new("self-training with pasted objects",
            [.. Two, "train.teacher.view=clean", "self_training={rounds: 2, steps: 1}", "augmentation.copy_paste={}"]),
    ];

    /// <inheritdoc/>
    public override string ToString() => Title;
}
