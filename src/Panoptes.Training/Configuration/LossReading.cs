namespace Panoptes.Training.Configuration;

/// <summary>When the host reads from the device what steps did.</summary>
public enum LossReading
{
    /// <summary>After every step on the CPU, when logged on a GPU.</summary>
    Auto,

    /// <summary>After every step: to watch a training closely; a GPU then waits for the host once a step.</summary>
    EveryStep,

    /// <summary>Every <see cref="TrainConfig.LogEvery"/> steps, and where the state is saved or measured.</summary>
    WhenLogged,
}
