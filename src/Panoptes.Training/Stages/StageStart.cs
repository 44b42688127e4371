namespace Panoptes.Training.Stages;

/// <summary>Which weights of the stage before a stage begins with.</summary>
public enum StageWeights
{
    /// <summary>Those after its last step.</summary>
    Last,

    /// <summary>Those that were measured best.</summary>
    Best,

    /// <summary>Those that the run began with.</summary>
    Initial,
}

/// <summary>What a stage takes from the one before.</summary>
public sealed record StageStart
{
    /// <summary>Which weights.</summary>
    public StageWeights Weights { get; init; } = StageWeights.Last;

    /// <summary>
    /// Whether the optimizer keeps its momenta; else they begin anew. Only after the last weights, and where rules and optimizer are the
    /// same.
    /// </summary>
    public bool KeepOptimizer { get; init; }

    /// <summary>
    /// Whether the learning rate goes on with the course of the stage before instead of beginning one of its own: both stages share one
    /// schedule. Only after the last weights.
    /// </summary>
    public bool KeepSchedule { get; init; }
}
