namespace Panoptes.Diagnosis.Monitoring;

/// <summary>What a training looks like whose labels are misaligned.</summary>
public enum MonitorSign
{
    /// <summary>Pixels are right and no thing is found.</summary>
    ThingsMissing,

    /// <summary>Quality does not rise, far below that of the labels.</summary>
    QualityStuck,

    /// <summary>The loss stays above that of a training on sound labels.</summary>
    LossHigh,
}

/// <summary>An alarm.</summary>
/// <param name="Sign">What was seen.</param>
/// <param name="Step">The step at which it was seen.</param>
/// <param name="Text">What was seen and what to do, in a sentence.</param>
public sealed record MonitorAlarm(MonitorSign Sign, long Step, string Text);
