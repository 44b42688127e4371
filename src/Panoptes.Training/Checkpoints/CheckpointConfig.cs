using Panoptes.Foundation;

namespace Panoptes.Training.Checkpoints;

/// <summary>When the training state is saved and how much of it is kept.</summary>
public sealed record CheckpointConfig
{
    /// <summary>Steps between two checkpoints, at least 1; the last step and a stop by signal are always saved.</summary>
    public long Every { get; init; } = 500;

    /// <summary>Newest checkpoints kept, at least 2, so that one can be damaged; the best one is kept besides.</summary>
    public int Keep { get; init; } = 2;

    internal void Validate()
    {
        Require.AtLeast("train.checkpoint.every", Every, 1);
        Require.AtLeast("train.checkpoint.keep", Keep, 2);
    }
}
