using Panoptes.Data.Configuration;
using Panoptes.Foundation;

namespace Panoptes.Training.Configuration;

/// <summary>
/// A second network that labels the samples of a stream (<c>kind: teacher</c> of <see cref="TrainConfig.Supervisors"/>): it sees them as
/// they are, the trained network sees them with strongly changed colors (Guided Distillation; self-training of CUPS; UniMatch V2).
/// </summary>
public sealed record TeacherConfig
{
    /// <summary>
    /// Whose weights it has when its stage begins: <c>student</c>, those that the trained network begins with; <c>before</c>, the best
    /// of the stage before; <c>keep</c>, what it had at the end of that stage.
    /// </summary>
    public TeacherStart Start { get; init; } = TeacherStart.Student;

    /// <summary>
    /// The folder of a finished run whose best weights it has, of any model with the same classes; it then stays as it is. Null for a
    /// teacher of the trained network's own family.
    /// </summary>
    public string? Run { get; init; }

    /// <summary>
    /// Whether it follows the trained network: <c>average</c> of its weights over time, or <c>fixed</c>.
    /// </summary>
    public TeacherUpdate Update { get; init; } = TeacherUpdate.Average;

    /// <summary>Share of its weights that stays at every update, 0 to 1.</summary>
    public double Decay { get; init; } = 0.9996;

    /// <summary>
    /// How the share begins: <c>none</c> at once, <c>early</c> (n + 1) / (n + 10), <c>mean</c> 1 - 1 / n at the n-th update.
    /// </summary>
    public DecayRamp Ramp { get; init; } = DecayRamp.None;

    /// <summary>Steps between two updates, at least 1; the share is that of as many steps.</summary>
    public int Every { get; init; } = 1;

    /// <summary>What becomes of running statistics: <c>average</c>, <c>copy</c>, or <c>keep</c> those that it began with.</summary>
    public BufferUpdate Buffers { get; init; } = BufferUpdate.Average;

    /// <summary>Whether whole numbers, such as counts of batches, are copied; Guided Distillation as released never does.</summary>
    public bool CopyCounts { get; init; } = true;

    /// <summary>
    /// What it labels: <c>weak</c>, the batch's images before their colors are changed strongly; <c>clean</c>, whole images as they are on
    /// disk, before anything is cut out of them or pasted into them.
    /// </summary>
    public TeacherView View { get; init; } = TeacherView.Weak;

    /// <summary>
    /// With <c>view: clean</c>: factors on the images' size whose predictions are joined (CUPS: 0.5, 0.75, 1); at least one.
    /// </summary>
    public IReadOnlyList<double> Scales { get; init; } = [1];

    /// <summary>With <c>view: clean</c>: join with the prediction for the mirrored image, too.</summary>
    public bool Flip { get; init; }

    /// <summary>With <c>view: weak</c>: strong views of every image that its labels teach, 1 to 8; UniMatch V2 has two.</summary>
    public int StrongViews { get; init; } = 1;

    /// <summary>
    /// With <c>view: weak</c> and label maps: rectangles of other images of the batch are put into the strong views, with their labels
    /// (CutMix, UniMatch); null for none.
    /// </summary>
    public CutMixConfig? CutMix { get; init; }

    /// <summary>
    /// Share of the images of which one strong view keeps half of the channels between backbone and head and the other view the other half,
    /// 0 to 1; needs two strong views and a semantic network (UniMatch V2: 0.5).
    /// </summary>
    public double ChannelDropout { get; init; }

    /// <summary>Steps of the stage over which the weight of its labels grows from 0, at least 0.</summary>
    public long RampSteps { get; init; }

    /// <summary>Which of its predictions become labels.</summary>
    public TeacherLabelConfig Labels { get; init; } = new();

    /// <summary>Checks ranges.</summary>
    /// <exception cref="InputException">A value is out of range or contradicts another; names the key.</exception>
    public void Validate()
    {
        Require.Within("train.teacher.decay", Decay, 0, 1);
        Require.AtLeast("train.teacher.every", Every, 1);
        Require.AtLeast("train.teacher.ramp_steps", RampSteps, 0);
        Require.That(
            Run is null || Update == TeacherUpdate.Fixed, "train.teacher.update", "average with a teacher of another run", "fixed",
            "set it to fixed: weights of another network do not follow this one");
        Require.That(Scales.Count > 0, "train.teacher.scales", "an empty list", "at least one factor", "set it to [1]");
        foreach (var scale in Scales)
        {
            Require.Positive("train.teacher.scales", scale);
        }

        Require.That(
            View == TeacherView.Clean || (Scales is [1] && !Flip), "train.teacher.scales", "several views of a batch's images",
            "one, as train.teacher.view=weak labels the batch as it is", "set train.teacher.view=clean, or leave scales and flip out");
        Require.Within("train.teacher.strong_views", StrongViews, 1, 8);
        Require.Within("train.teacher.channel_dropout", ChannelDropout, 0, 1);
        Require.That(
            ChannelDropout == 0 || StrongViews == 2, "train.teacher.channel_dropout", $"{ChannelDropout} with {StrongViews} strong views",
            "two, which keep one half of the channels each", "set train.teacher.strong_views=2");
        Require.That(
            View == TeacherView.Weak || (StrongViews == 1 && CutMix is null), "train.teacher.strong_views",
            $"{StrongViews}, or cut_mix, with train.teacher.view=clean", "1",
            "set train.teacher.view=weak, or leave it out");
        CutMix?.Check("train.teacher.cut_mix");
        Labels.Validate();
    }
}
