namespace Panoptes.Training.Checkpoints;

/// <summary>What a checkpoint says about itself besides its tensors.</summary>
public sealed record CheckpointManifest
{
    /// <summary>Version of the layout; a reader refuses one that it does not know.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Version of the layout.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>How far the training has come.</summary>
    public required TrainingProgress Progress { get; init; }

    /// <summary>The stage in which it was written; a training in one stage has <see cref="Stages.StageSpan.Only"/>.</summary>
    public string Stage { get; init; } = Stages.StageSpan.Only;

    /// <summary>The training's seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Images a forward pass: with seed and accumulation it decides which samples a step sees.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Forward passes an update.</summary>
    public required int Accumulation { get; init; }

    /// <summary>Processes that trained together, each on its share of every batch.</summary>
    public int Processes { get; init; } = 1;

    /// <summary>The parameter groups: what was trained with which rate and decay.</summary>
    public required IReadOnlyList<GroupSummary> Groups { get; init; }

    /// <summary>Libtorch that wrote it.</summary>
    public required string Libtorch { get; init; }

    /// <summary>Names of the model's tensors in state-dict order; the rest are the optimizer's and the generators'.</summary>
    public required IReadOnlyList<string> ModelTensors { get; init; }
}

/// <summary>A parameter group in a line.</summary>
/// <param name="LearningRate">Base rate before the schedule.</param>
/// <param name="WeightDecay">Weight decay.</param>
/// <param name="Tensors">Count of parameter tensors.</param>
/// <param name="Parameters">Count of numbers in them.</param>
/// <param name="First">Name of the first parameter.</param>
public sealed record GroupSummary(double LearningRate, double WeightDecay, int Tensors, long Parameters, string First)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Tensors} tensors, {Parameters:N0} parameters, learning rate {LearningRate:0.###e+0}, weight decay {WeightDecay:0.###e+0}, "
            + $"from {First}";
}
