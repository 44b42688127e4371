using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Models.Outputs;

namespace Panoptes.Experiments.Sessions;

/// <summary>A model that images are predicted with, whatever runs it.</summary>
/// <param name="Name">What it is called, as a name of a folder.</param>
/// <param name="Config">Its settings.</param>
/// <param name="Classes">What it tells apart, by train id.</param>
/// <param name="DataSet">The data set that it was trained on; empty where that is not known.</param>
/// <param name="Task">What is asked of it.</param>
/// <param name="Reads">Files and folders that it is read from.</param>
/// <param name="Open">Opens it; what it is given takes what is to be said of it, a line each.</param>
internal sealed record PredictingModel(
    string Name,
    RunConfig Config,
    IReadOnlyList<ClassColor> Classes,
    string DataSet,
    SegmentationTask Task,
    IReadOnlyList<string> Reads,
    Func<Action<string>, IImagePredictor> Open)
{
    /// <summary>A model in libtorch.</summary>
    public static PredictingModel Of(UsedModel used) => new(
        used.Name, used.Config, used.Classes, used.DataSet, used.Task, used.Reads, say => new TensorPredictor(used.Open(say)));
}
