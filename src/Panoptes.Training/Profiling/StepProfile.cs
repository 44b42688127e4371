using Panoptes.Foundation.Tracing;
using Panoptes.Tensors.Profiling;

namespace Panoptes.Training.Profiling;

/// <summary>What one step did, and when. Times are nanoseconds of the system's monotonic clock.</summary>
/// <param name="Step">The step's number, from 1.</param>
/// <param name="Begin">When it began.</param>
/// <param name="End">When it ended.</param>
/// <param name="Thread">The system's id of the thread that trains.</param>
/// <param name="Operators">Calls of operators, each after those inside of it.</param>
/// <param name="Modules">Stretches in which modules ran.</param>
/// <param name="Work">Phases, the loader's work, waits.</param>
public sealed record StepProfile(
    long Step,
    long Begin,
    long End,
    int Thread,
    IReadOnlyList<OperatorCall> Operators,
    IReadOnlyList<ModuleSpan> Modules,
    IReadOnlyList<TraceSpan> Work)
{
    /// <summary>Exchanges with other processes, which operators overlap.</summary>
    public IReadOnlyList<OperatorCall> Exchanges { get; init; } = [];
}
