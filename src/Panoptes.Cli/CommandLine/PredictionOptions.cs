using System.CommandLine;
using Panoptes.Experiments.Predictions;

namespace Panoptes.Cli.CommandLine;

/// <summary>The options that say how predictions are written.</summary>
internal static class PredictionOptions
{
    /// <summary>Whose files.</summary>
    public static Option<PredictionFormat> Format() => new("--format")
    {
        Description =
            "Whose files: coco, cityscapes, or auto: Cityscapes' where the run was trained on it, but panoptic ones always COCO's.",
        DefaultValueFactory = _ => PredictionFormat.Auto,
    };

    /// <summary>Which objects are drawn.</summary>
    public static Option<double> DrawnScore() => new("--draw-score")
    {
        Description = "Objects with a smaller score are in the files but not drawn, 0 to 1.",
        DefaultValueFactory = _ => 0.5,
        HelpName = "SCORE",
    };
}
