using Panoptes.Foundation;
using Panoptes.Training.Streams;

namespace Panoptes.Experiments.Settings;

/// <summary>How distillation differs from the released code.</summary>
public enum DistillationPreset
{
    /// <summary>Masks without a pixel are left out, counts are handed over, student and teacher are measured.</summary>
    Ours,

    /// <summary>To the letter of the released code: those masks stay, counts never follow, the student alone is measured.</summary>
    Released,
}

/// <summary>What the student learns from before the teacher follows it.</summary>
public enum BurnInLabels
{
    /// <summary>Labels, and what the teacher says of other images: guided burn-in.</summary>
    Guided,

    /// <summary>Labels alone: the classic burn-in.</summary>
    Labels,
}

/// <summary>
/// Guided distillation as three stages (arXiv 2308.02668): a teacher is trained on the labels, a new student learns from labels and from
/// what the teacher says of other images, then the teacher follows the student. It stands for <c>stages</c>; <c>train.steps</c> counts
/// all of them.
/// </summary>
public sealed record DistillationConfig
{
    /// <summary>The name of the stage that trains the teacher.</summary>
    public const string TeacherStage = "teacher";

    /// <summary>The name of the stage in which the teacher stays as it is.</summary>
    public const string BurnInStage = "burn-in";

    /// <summary>The name of the stage in which the teacher follows the student.</summary>
    public const string DistillationStage = "distillation";

    /// <summary><c>ours</c>, or <c>released</c> to the letter of the published code; the run's header tells what differs.</summary>
    public DistillationPreset Preset { get; init; } = DistillationPreset.Ours;

    /// <summary>
    /// The folder of a finished run that is the teacher, of any model with the same classes; null trains one, for
    /// <see cref="TeacherSteps"/> steps.
    /// </summary>
    public string? Teacher { get; init; }

    /// <summary>Steps of the stage that trains the teacher; null for half of <c>train.steps</c>.</summary>
    public long? TeacherSteps { get; init; }

    /// <summary>
    /// Steps of the burn-in; null works them out of the steps that are left and <see cref="LabeledPercent"/>, which is a heuristic: the
    /// source's 50,000 of 90,000 steps, in proportion.
    /// </summary>
    public long? BurnIn { get; init; }

    /// <summary>The labeled images in percent of all, which the heuristic asks for; above 0, at most 100.</summary>
    public double? LabeledPercent { get; init; }

    /// <summary>What the student learns from in the burn-in.</summary>
    public BurnInLabels BurnInLabels { get; init; } = BurnInLabels.Guided;

    /// <summary>
    /// Whether the teacher becomes the student, whole, when the burn-in ends; else it follows from where it is. Must be so with a burn-in
    /// of 0 steps, which would hand over an untrained student.
    /// </summary>
    public bool HandOver { get; init; } = true;

    /// <summary>
    /// The share of the teacher's weights that stays at every step; null works it out of <c>train.teacher.decay</c>, so that it follows as
    /// fast in proportion to the steps as over the source's 90,000.
    /// </summary>
    public double? Decay { get; init; }

    /// <summary>The stream that the teacher labels.</summary>
    public string Stream { get; init; } = "unlabeled";

    /// <summary>Factor on the loss of its labels, at least 0.</summary>
    public double Weight { get; init; } = 2;

    /// <summary>Checks ranges.</summary>
    /// <exception cref="InputException">A value is out of range or contradicts another; names the key.</exception>
    public void Validate()
    {
        Require.AtLeast("distillation.teacher_steps", TeacherSteps ?? 1, 1);
        Require.AtLeast("distillation.burn_in", BurnIn ?? 0, 0);
        Require.AtLeast("distillation.weight", Weight, 0);
        Require.Within("distillation.decay", Decay ?? 0, 0, 1);
        Require.That(
            LabeledPercent is null or (> 0 and <= 100), "distillation.labeled_percent", LabeledPercent, "above 0, at most 100");
        Require.That(
            Teacher is null || TeacherSteps is null, "distillation.teacher_steps", TeacherSteps, "nothing beside distillation.teacher",
            "leave it out: that teacher is trained");
        Require.That(
            BurnIn != 0 || !HandOver, "distillation.hand_over", "true with a burn-in of 0 steps", "false, or a burn-in",
            "set distillation.hand_over=false: else an untrained student would take the teacher's place");
        Require.That(
            BurnIn is not null || LabeledPercent is not null, "distillation.labeled_percent", "nothing, for a burn-in that is worked out",
            "the labeled images in percent of all", "give it, or set distillation.burn_in");
        Require.That(
            Stream != SampleStream.Labeled, "distillation.stream", Stream, "another stream than that of the labels",
            "name the stream of unlabeled images, one of data.streams");
    }
}
