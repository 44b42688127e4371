using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Training.Engine;

namespace Panoptes.Experiments.Sessions;

/// <summary>A model that is used on images: where it comes from no longer matters to whoever uses it.</summary>
/// <param name="Name">What it is called, as a name of a folder.</param>
/// <param name="Config">Its settings.</param>
/// <param name="Classes">What it tells apart, by train id.</param>
/// <param name="DataSet">The data set that it was trained on; empty where that is not known.</param>
/// <param name="Task">What is asked of it.</param>
/// <param name="Reads">Files and folders that it is read from.</param>
/// <param name="Fill">Fills a network, says what became of the weights, and returns which they are.</param>
internal sealed record UsedModel(
    string Name,
    RunConfig Config,
    IReadOnlyList<ClassColor> Classes,
    string DataSet,
    SegmentationTask Task,
    IReadOnlyList<string> Reads,
    Func<Segmenter, Action<string>, string> Fill)
{
    /// <summary>Train ids of the classes of objects.</summary>
    public IEnumerable<int> Things => Enumerable.Range(0, Classes.Count).Where(id => Classes[id].IsThing);

    /// <summary>The model of a run or of a file of weights.</summary>
    /// <param name="source">Which.</param>
    /// <param name="overrides">Settings that differ from its own.</param>
    /// <exception cref="InputException">There is no such model, or a setting changes nothing in one that is trained.</exception>
    public static UsedModel Of(ModelSource source, IReadOnlyList<string> overrides) =>
        source.Run is { } run ? OfRun(run, source.Weights!, overrides) : OfFile(source, overrides);

    /// <summary>Makes the network on the device of the settings, and fills it.</summary>
    /// <param name="say">Takes what is to be said of it, a line each.</param>
    public OpenModel Open(Action<string> say)
    {
        var device = EngineSetup.Apply(Config.Train, EngineUse.Inference);
        var network = RunModel.Create(Config, Classes.Count, Things);
        try
        {
            Fill(network, say);
            network.To(device);
            return new OpenModel(network, RunModel.Predictor(network, Config, Things, device, whileTraining: false), device);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private static UsedModel OfRun(string run, string weights, IReadOnlyList<string> overrides)
    {
        var folder = RunFolder.Existing(run);
        TrainedSettings.RequireForPrediction(overrides);
        var config = folder.ReadConfig(overrides);
        var summary = RunSummary.Read(folder.Summary)
            ?? throw new InputException(folder.Summary, "no such file", "the summary that training writes", "train the run first");
        return new UsedModel(
            folder.Name, config, summary.Classes, summary.DataSet, RunTask.Trained(config, summary),
            [folder.ConfigYaml, folder.ConfigJson, folder.Summary, folder.Checkpoints, weights],
            (network, say) =>
            {
                var loaded = RunModel.Load(
                    network, folder, weights, say, config.Train.Evaluation.Network, config.Train.Evaluation.Domain);
                say($"{config.Model.Name}, {loaded.Name} weights of step {loaded.Step}");
                return $"{loaded.Name} of step {loaded.Step}";
            });
    }

    private static UsedModel OfFile(ModelSource source, IReadOnlyList<string> overrides)
    {
        TrainedSettings.RequireForFile(overrides);
        var model = FileModel.Of(source, overrides);
        var config = model.Config;
        return new UsedModel(
            Path.GetFileNameWithoutExtension(model.File), config, model.Rows, model.Classes.Name, RunTask.Asked(config),
            [model.File, .. source.Classes is { } classes ? [classes] : Array.Empty<string>()],
            (network, say) =>
            {
                foreach (var line in FileModel.Fill(network, config.Model))
                {
                    say(line);
                }

                say($"{config.Model.Name} for the {model.Classes.Count} classes of {model.Classes.Name}, mean "
                    + $"[{string.Join(", ", config.Augmentation.Mean)}], deviation [{string.Join(", ", config.Augmentation.Std)}]");
                return Path.GetFileName(model.File);
            });
    }
}
