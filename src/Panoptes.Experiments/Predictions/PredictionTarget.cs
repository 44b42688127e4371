using Panoptes.Data.Configuration;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation.Outputs;

namespace Panoptes.Experiments.Predictions;

/// <summary>Where and how predictions are written.</summary>
/// <param name="Plan">The command's outputs, its inputs named.</param>
/// <param name="Folder">The folder for all files.</param>
/// <param name="Option">The option that names the folder.</param>
/// <param name="Images">Every image that may be predicted.</param>
/// <param name="Classes">The classes.</param>
/// <param name="IsCityscapes">Whether the run was trained on Cityscapes.</param>
/// <param name="Format">Whose files.</param>
public sealed record PredictionTarget(
    OutputPlan Plan,
    string Folder,
    string Option,
    IReadOnlyList<PredictedImage> Images,
    PredictedClasses Classes,
    bool IsCityscapes,
    PredictionFormat Format = PredictionFormat.Auto)
{
    /// <summary>The most objects that an image has.</summary>
    public int MostInstances { get; init; } = 100;

    /// <summary>Objects with a smaller score are in the files but not drawn, 0 to 1.</summary>
    public double DrawnScore { get; init; } = 0.5;

    /// <summary>Told what was predicted where, image by image; null where nobody asks.</summary>
    public Action<PredictedImage, ClassGrid>? Seen { get; init; }

    /// <summary>JPEG quality of the overlays, 1 to 100.</summary>
    public int Quality { get; init; } = 90;

    /// <summary>Whether files are written as Cityscapes' where the format is left open.</summary>
    public bool PrefersCityscapes =>
        Format == PredictionFormat.Cityscapes || (Format == PredictionFormat.Auto && IsCityscapes && Classes.AreCityscapes);

    /// <summary>What a run's predictions are written with.</summary>
    /// <param name="plan">The command's outputs, its inputs named.</param>
    /// <param name="option">The option that names the folder.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="images">The images.</param>
    /// <param name="classes">The classes, by train id.</param>
    /// <param name="dataset">The data set's name.</param>
    /// <param name="config">The run's configuration.</param>
    /// <param name="format">Whose files.</param>
    public static PredictionTarget Of(
        OutputPlan plan,
        string option,
        string folder,
        IReadOnlyList<PredictedImage> images,
        IReadOnlyList<ClassColor> classes,
        string dataset,
        RunConfig config,
        PredictionFormat format)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(config);
        var isCityscapes = config.Data.Format == DataFormat.Cityscapes || dataset.StartsWith("cityscapes", StringComparison.Ordinal);
        return new PredictionTarget(plan, folder, option, images, new PredictedClasses(classes), isCityscapes, format)
        {
            Quality = config.Report.JpegQuality,
            MostInstances = config.Train.Evaluation.MaxDetections,
        };
    }

    /// <summary>Plans the folder.</summary>
    public OutputFolder PlanFolder() => Plan.Folder(Folder, Option);
}
