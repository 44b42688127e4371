using Panoptes.Foundation;
using Panoptes.Training.Stages;

namespace Panoptes.Experiments.Settings;

/// <summary>One stage of a training: a number of steps with some settings of its own.</summary>
public sealed record StageConfig
{
    private static readonly string[] Open = ["train", "augmentation", "data.streams"];

    private static readonly string[] Fixed =
    [
        "train.steps", "train.seed", "train.device", "train.threads", "train.channels_last", "train.deterministic",
        "train.flush_denormals", "train.tf32", "train.checkpoint", "train.domain_statistics", "train.evaluation.patience",
    ];

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its updates, at least 1.</summary>
    public required long Steps { get; init; }

    /// <summary>What it takes from the stage before; means nothing in the first.</summary>
    public StageStart Start { get; init; } = new();

    /// <summary>
    /// What it sets otherwise than the run, each as on the command line: <c>train.optimizer.learning_rate=1e-5</c>. Settings of
    /// <c>train</c>, <c>augmentation</c> and <c>data.streams</c>, but for what holds for the whole run, such as seed and device.
    /// </summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>Checks the values.</summary>
    /// <exception cref="InputException">A value is out of range, or a setting is none of a stage's; names it.</exception>
    public void Validate()
    {
        if (Name.Length == 0 || Name.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_')))
        {
            throw new InputException("stages.name", $"'{Name}'", "letters, digits, - and _", "choose another name");
        }

        if (Steps < 1)
        {
            throw new InputException($"stages.{Name}.steps", $"{Steps}", "at least 1", "set it to 1 or more");
        }

        if (Start is { KeepOptimizer: true, Weights: StageWeights.Best })
        {
            throw new InputException(
                $"stages.{Name}.start.keep_optimizer", "true with the best weights", "the last weights, which the momenta belong to",
                "set one of the two otherwise");
        }

        if (Start is { KeepOptimizer: true, Weights: StageWeights.Initial } or { KeepSchedule: true, Weights: not StageWeights.Last })
        {
            throw new InputException(
                $"stages.{Name}.start",
                $"{Start.Weights.ToString().ToLowerInvariant()} weights with momenta or schedule of the stage before",
                "its last weights, which they belong to", "set start.weights to last, or keep neither");
        }

        foreach (var setting in Set)
        {
            var path = setting.Split('=')[0].Trim();
            if (!Open.Any(part => IsBelow(path, part)) || Fixed.Any(part => IsBelow(path, part)))
            {
                throw new InputException(
                    $"stages.{Name}.set",
                    $"'{setting}'",
                    $"settings of {string.Join(", ", Open)} that may change in the course of a run",
                    "set it for the whole run");
            }
        }
    }

    private static bool IsBelow(string path, string part) => path == part || path.StartsWith($"{part}.", StringComparison.Ordinal);
}
