using Panoptes.Training.Configuration;

namespace Panoptes.Training.Supervision.Teachers;

/// <summary>How far a teacher follows at every step: a function of settings and step alone.</summary>
public static class TeacherPace
{
    /// <summary>The share of the teacher's weights that stays after a step.</summary>
    /// <param name="config">The settings.</param>
    /// <param name="done">Steps of the stage done, this one included: 1 after the first.</param>
    /// <returns>0 to 1; null where the teacher is not touched.</returns>
    public static double? Kept(TeacherConfig config, long done)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config.Update == TeacherUpdate.Fixed || done < 1 || done % config.Every != 0)
        {
            return null;
        }

        var n = done / config.Every;
        var full = Math.Pow(config.Decay, config.Every);
        return config.Ramp switch
        {
            DecayRamp.Early => Math.Min(full, (n + 1.0) / (n + 10.0)),
            DecayRamp.Mean => Math.Min(full, 1 - (1.0 / n)),
            _ => full,
        };
    }

    /// <summary>The factor on the loss of a teacher's labels.</summary>
    /// <param name="config">The settings.</param>
    /// <param name="done">Steps of the stage done before this one.</param>
    public static double Weight(TeacherConfig config, long done)
    {
        ArgumentNullException.ThrowIfNull(config);
        return config.RampSteps == 0 ? 1 : Math.Min(1, (double)done / config.RampSteps);
    }
}
