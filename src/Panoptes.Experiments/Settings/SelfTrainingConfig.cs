using Panoptes.Foundation;

namespace Panoptes.Experiments.Settings;

/// <summary>
/// Rounds of self-training behind a training on labels or pseudo-labels (CUPS, stage 3): in each a teacher begins as the student, looks at
/// whole images at several scales, and the student's heads learn from what it says. It stands for <c>stages</c>; <c>train.steps</c> counts
/// all of them.
/// </summary>
public sealed record SelfTrainingConfig
{
    /// <summary>The name of the stage before the first round.</summary>
    public const string FirstStage = "labels";

    /// <summary>Rounds, at least 1.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>Steps of a round, at least 1.</summary>
    public long Steps { get; init; } = 500;

    /// <summary>Added to the least score of labels (<c>train.teacher.labels.score</c>) with each round behind the first, 0 to 1.</summary>
    public double Raise { get; init; } = 0.05;

    /// <summary>The learning rate of the rounds, above 0 and constant.</summary>
    public double LearningRate { get; init; } = 1e-5;

    /// <summary>The stream whose images are looked at; their labels are not read.</summary>
    public string Stream { get; init; } = "unlabeled";

    /// <summary>Parts of the names of parameters that learn in the rounds; empty for all.</summary>
    public IReadOnlyList<string> Trained { get; init; } = ["head"];

    /// <summary>Parts of the names of parameters that do not.</summary>
    public IReadOnlyList<string> Untrained { get; init; } = ["norm"];

    /// <summary>Checks ranges.</summary>
    /// <exception cref="InputException">A value is out of range; names the key.</exception>
    public void Validate()
    {
        Require.AtLeast("self_training.rounds", Rounds, 1);
        Require.AtLeast("self_training.steps", Steps, 1);
        Require.Within("self_training.raise", Raise, 0, 1);
        Require.Positive("self_training.learning_rate", LearningRate);
    }
}
