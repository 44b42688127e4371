namespace Panoptes.Diagnosis.Teaching;

/// <summary>What a training looks like whose teacher does not help.</summary>
public enum TeachingSign
{
    /// <summary>No image has a label any more.</summary>
    NoLabels,

    /// <summary>Almost all labels are of one class.</summary>
    OneClass,

    /// <summary>The trained network agreed with the labels once and no longer does.</summary>
    Disagreement,

    /// <summary>The loss of the teacher's labels is many times that of the truth.</summary>
    LossHigh,

    /// <summary>The trained network gets worse since the teacher follows it.</summary>
    MetricFalls,

    /// <summary>The trained network agrees ever better with the labels and ever less with the truth.</summary>
    Misled,

    /// <summary>The teacher falls ever further behind the network that it teaches.</summary>
    Behind,
}

/// <summary>An alarm.</summary>
/// <param name="Sign">What was seen.</param>
/// <param name="Step">The step at which it was seen.</param>
/// <param name="Text">What was seen and what to do, in a sentence.</param>
public sealed record TeachingAlarm(TeachingSign Sign, long Step, string Text);
