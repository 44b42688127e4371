using Panoptes.Foundation.Tracing;
using Panoptes.Tensors.Profiling;
using Panoptes.Training.Engine;

namespace Panoptes.Training.Profiling;

/// <summary>
/// Records steps after a few that warm up, from before their batch is taken to after their update, and hands them over. What hooks do
/// between steps, such as evaluations, is not in it where this hook is the first of the list.
/// </summary>
public sealed class ProfileHook : IHook, IDisposable
{
    /// <summary>Steps of a process that are not recorded: they choose kernels and allocate.</summary>
    public const int WarmUp = 3;

    private readonly int steps;
    private readonly Action<IReadOnlyList<StepProfile>> write;
    private readonly List<StepProfile> profiles = [];
    private int seen;
    private bool isWritten;
    private (WorkTrace Work, OperatorTrace Operators, ModuleTrace Modules, long Begin)? open;

    /// <summary>Makes the hook.</summary>
    /// <param name="steps">How many steps are recorded, at least 1.</param>
    /// <param name="write">Takes the steps when all are recorded; where a training ends earlier, those there are.</param>
    public ProfileHook(int steps, Action<IReadOnlyList<StepProfile>> write)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentNullException.ThrowIfNull(write);
        (this.steps, this.write) = (steps, write);
    }

    /// <inheritdoc/>
    public void BeforeStep(Trainer trainer)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        if (seen++ >= WarmUp && profiles.Count < steps)
        {
            open = (WorkTrace.Open(), OperatorTrace.Open(), ModuleTrace.Open(trainer.Model), WorkTrace.Now);
        }
    }

    /// <inheritdoc/>
    public void AfterStep(Trainer trainer)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        if (open is not { } current)
        {
            return;
        }

        var end = WorkTrace.Now;
        open = null;
        current.Modules.Dispose();
        var operators = current.Operators.End();
        current.Work.Dispose();
        profiles.Add(new StepProfile(
            trainer.Step, current.Begin, end, WorkTrace.Thread, [.. operators.Where(call => !call.IsExchange)], current.Modules.Spans,
            current.Work.Spans)
        {
            Exchanges = [.. operators.Where(call => call.IsExchange)],
        });
        if (profiles.Count == steps)
        {
            Write();
        }
    }

    /// <inheritdoc/>
    public void AtEnd(Trainer trainer, StopReason reason) => Write();

    /// <summary>Ends what an error left open.</summary>
    public void Dispose()
    {
        open?.Modules.Dispose();
        open?.Operators.Dispose();
        open?.Work.Dispose();
        open = null;
    }

    private void Write()
    {
        if (!isWritten && profiles.Count > 0)
        {
            isWritten = true;
            write(profiles);
            profiles.Clear();
        }
    }
}
