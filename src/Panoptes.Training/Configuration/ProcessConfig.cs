using Panoptes.Foundation;

namespace Panoptes.Training.Configuration;

/// <summary>Which images of a batch meet each other, where several processes share it.</summary>
public enum ImagePool
{
    /// <summary>Those of one process: nothing is exchanged for it.</summary>
    Own,

    /// <summary>Those of all, as in one process with the whole batch.</summary>
    All,
}

/// <summary>How several processes train together (<c>panoptes launch</c>, torchrun, srun).</summary>
public sealed record ProcessConfig
{
    /// <summary>
    /// Whether batch normalization takes the batches of all processes for one, as a single process with the whole batch would. Otherwise
    /// each normalizes by its own, and the running statistics are those of the first.
    /// </summary>
    public bool SyncBatchNorm { get; init; } = true;

    /// <summary>
    /// Whose images intra-batch supervision lets things meet, and whose objects are pasted (<c>augmentation.copy_paste</c>). Where objects
    /// that the network found are pasted, they are those of all in any case.
    /// </summary>
    public ImagePool Pool { get; init; } = ImagePool.Own;

    /// <summary>
    /// Seconds within which all processes must have started, and for which a process waits where others measure or write.
    /// </summary>
    public double StartDeadline { get; init; } = 300;

    /// <summary>Seconds that a process waits for the others within a step; then it ends, and the same command goes on.</summary>
    public double StepDeadline { get; init; } = 60;

    /// <summary>Whether images of other processes are met.</summary>
    /// <param name="processes">How many train together.</param>
    public bool PoolsAll(int processes) => Pool == ImagePool.All && processes > 1;

    /// <summary>Checks ranges.</summary>
    /// <exception cref="InputException">An option is out of range; names it.</exception>
    public void Validate()
    {
        Require.Positive("train.processes.start_deadline", StartDeadline);
        Require.Positive("train.processes.step_deadline", StepDeadline);
    }
}
