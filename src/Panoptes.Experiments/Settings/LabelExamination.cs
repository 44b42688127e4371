namespace Panoptes.Experiments.Settings;

/// <summary>Which labels are examined before a training.</summary>
public enum LabelExamination
{
    /// <summary>Pseudo-labels.</summary>
    Auto,

    /// <summary>All, ground truth too.</summary>
    Always,

    /// <summary>None.</summary>
    Never,
}
