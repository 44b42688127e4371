namespace Panoptes.Training.Engine;

/// <summary>Why a training ended.</summary>
public enum StopReason
{
    /// <summary>All steps are done.</summary>
    Completed,

    /// <summary>So many evaluations in a row brought nothing better that the configuration ends the training; the state is saved.</summary>
    Early,

    /// <summary>A signal asked for it; the state is saved and the same command goes on from there.</summary>
    Signal,

    /// <summary>A hook asked for it; the state is saved.</summary>
    Requested,
}

/// <summary>What a process that trains exits with.</summary>
public static class ExitCodes
{
    /// <summary>Interrupted, saved, and to be started again (EX_TEMPFAIL of sysexits.h): what job schedulers requeue on.</summary>
    public const int Resumable = 75;

    /// <summary>The exit code of a training that ended for this reason.</summary>
    public static int Of(StopReason reason) => reason == StopReason.Signal ? Resumable : 0;
}
