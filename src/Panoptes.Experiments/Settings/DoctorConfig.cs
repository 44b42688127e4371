using Panoptes.Foundation;

namespace Panoptes.Experiments.Settings;

/// <summary>
/// How labels are examined before a training, and what is watched while it goes on. None of this changes what a run computes.
/// </summary>
public sealed record DoctorConfig
{
    /// <summary>Which labels are examined before the first step: a training on labels that lie elsewhere is refused.</summary>
    public LabelExamination Labels { get; init; } = LabelExamination.Auto;

    /// <summary>Images looked at, 4 to 1000; up to four times as many where those do not tell.</summary>
    public int Images { get; init; } = 16;

    /// <summary>Trains although the doctor refuses; the run says so.</summary>
    public bool Force { get; init; }

    /// <summary>
    /// Watches the evaluations of trainings whose labels are examined, and speaks where they look like those on misaligned labels; and
    /// the labels of teachers, and speaks where they do not help.
    /// </summary>
    public bool Monitor { get; init; } = true;

    /// <summary>Panoptic quality, 0 to 1, that the labels reach under the protocol of the evaluations; null where nobody knows.</summary>
    public double? LabelsPq { get; init; }

    /// <summary>The same for things.</summary>
    public double? LabelsPqThings { get; init; }

    /// <summary>The folder of a run on sound labels, whose loss the monitor compares with; null for none.</summary>
    public string? Reference { get; init; }

    /// <summary>Checks ranges.</summary>
    /// <exception cref="InputException">A setting is out of range; names it.</exception>
    public void Validate()
    {
        Require.Within("doctor.images", Images, 4, 1000);
        Require.Within("doctor.labels_pq", LabelsPq ?? 0, 0, 1);
        Require.Within("doctor.labels_pq_things", LabelsPqThings ?? 0, 0, 1);
    }
}
