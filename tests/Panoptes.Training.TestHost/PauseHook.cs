using Panoptes.Training.Engine;

namespace Panoptes.Training.TestHost;

/// <summary>Makes steps last, so that a test can interrupt one.</summary>
public sealed class PauseHook(int milliseconds) : IHook
{
    public void AfterStep(Trainer trainer) => Thread.Sleep(milliseconds);
}
