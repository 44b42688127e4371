using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Foundation.Settings;

namespace Panoptes.Experiments.Sessions;

/// <summary>
/// Which settings a trained run still listens to when it is measured or used; the others would change nothing, and are refused.
/// </summary>
internal static class TrainedSettings
{
    private static readonly string[] Measuring =
    [
        "task", "data", "report", "model", "train.evaluation", "train.device", "train.threads", "train.precision", "train.channels_last",
        "train.flush_denormals", "train.deterministic", "augmentation.mean", "augmentation.std",
    ];

    private static readonly string[] Predicting = ["report.jpeg_quality", .. Measuring.Except(["data", "report"])];
    private static readonly string[] Labeling = ["train.teacher.labels", .. Measuring];
    private static readonly string[] Loading = ["model.weights_part", "model.minimum_coverage"];
    private static readonly string[] OnlyTraining =
    [
        "data.train_split", "train.evaluation.every", "train.evaluation.patience",
        "model.weights", "model.weights_part", "model.weights_scope", "model.minimum_coverage",
        "model.frozen_backbone", "model.activation_checkpointing", "model.dropout", "model.drop_path", "model.auxiliary",
    ];

    /// <summary>Checks the settings of <c>eval</c>.</summary>
    public static void RequireForEvaluation(IEnumerable<string> overrides) => Require(overrides, Measuring, "eval", ConfigReader.BuiltIn);

    /// <summary>Checks the settings of <c>predict</c>.</summary>
    public static void RequireForPrediction(IEnumerable<string> overrides) =>
        Require(overrides, Predicting, "predict", ConfigReader.BuiltIn);

    /// <summary>Checks the settings of a network of a file of weights: also what says which network it is.</summary>
    public static void RequireForFile(IEnumerable<string> overrides) => Require(
        overrides.Where(text => !Loading.Contains(text.Split('=')[0].Trim())), [.. Predicting, "data"], "a file of weights",
        ConfigReader.BuiltIn);

    /// <summary>Checks the settings of <c>teacher-report</c>.</summary>
    public static void RequireForLabels(IEnumerable<string> overrides) =>
        Require(overrides, Labeling, "teacher-report", ConfigReader.BuiltIn);

    /// <summary>Checks the settings of <c>shift</c>.</summary>
    public static void RequireForShift(IEnumerable<string> overrides) => Require(overrides, Labeling, "shift", ConfigReader.BuiltIn);

    private static void Require(
        IEnumerable<string> overrides, IReadOnlyList<string> heard, string verb, IReadOnlyList<ISettingsCatalog> catalogs)
    {
        var known = SettingNames.Paths(typeof(RunConfig), "", catalogs).ToHashSet(StringComparer.Ordinal);
        foreach (var text in overrides)
        {
            // What is no setting at all, or a whole group of them, is said when the configuration is read.
            var path = text.Split('=')[0].Trim();
            if (known.Contains(path) && (!heard.Any(part => IsBelow(path, part)) || OnlyTraining.Any(part => IsBelow(path, part))))
            {
                throw new InputException(
                    $"override '{text}'", $"a setting that changes nothing when a trained run is used: {path}",
                    $"settings that {verb} listens to, such as {string.Join(", ", heard.Where(part => part.Contains('.')).Take(3))}",
                    "leave it out, or train another run with it");
            }
        }
    }

    private static bool IsBelow(string path, string part) => path == part || path.StartsWith($"{part}.", StringComparison.Ordinal);
}
