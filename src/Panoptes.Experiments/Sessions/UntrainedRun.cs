using Panoptes.Data.Samples;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Progress;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Tensors;
using Spectre.Console;

namespace Panoptes.Experiments.Sessions;

/// <summary>
/// The folder of weights that no run here trained: what they are measured into, shown from and compared by, as every run. It has settings,
/// classes and evaluations, and no checkpoints: <c>model.weights</c> names the file.
/// </summary>
public static class UntrainedRun
{
    private static readonly string[] Naming = ["run", "model.weights_part", "model.minimum_coverage"];

    /// <summary>Finds the folder of a file of weights, or makes it once the file has filled its network and the data are there.</summary>
    /// <param name="source">The file, and what network it is of.</param>
    /// <param name="split">The split that is to be measured.</param>
    /// <param name="overrides">
    /// Settings that win over those of the recipe; those of the evaluation are not the folder's own. <c>run.name</c> names it.
    /// </param>
    /// <param name="console">Where it is said what became of the file.</param>
    /// <returns>The folder, and the settings that remain for a measurement in it.</returns>
    /// <exception cref="InputException">There is no such file, model or data, or they do not fit each other.</exception>
    public static (RunFolder Folder, IReadOnlyList<string> Settings) Open(
        ModelSource source, string split, IReadOnlyList<string> overrides, IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(overrides);
        var naming = overrides.Where(text => Naming.Any(part => IsBelow(text, part))).ToList();
        var rest = overrides.Except(naming).ToList();
        TrainedSettings.RequireForFile(rest);
        var model = FileModel.Of(source, [.. naming, .. rest.Where(text => !IsBelow(text, "train"))]);
        var config = model.Config;
        config = config with { Data = config.Data with { Classes = config.Data.Classes ?? source.Classes } };
        if (config.Data.Root.Contains("${", StringComparison.Ordinal) || config.Data.Root.Length == 0)
        {
            throw new InputException("data.root", "no data set", "the folder of one", "give it behind the options: data.root=FOLDER");
        }

        var name = $"{Path.GetFileNameWithoutExtension(model.File)}-{Fingerprint.Of(config)[..8]}";
        config = config with { Run = config.Run with { Name = config.Run.Name ?? name } };
        var folder = RunFolder.ForTraining(config, null);
        if (!folder.HasBegun)
        {
            var dataset = RunData.OpenMeasured(config, config.Data.SplitNamed(split));
            using var progress = new ProgressLine(console, TimeProvider.System);
            var summary = Summary(model, config, dataset, progress);
            EvaluationSession.RequireTrainedClasses(summary, dataset);
            folder.WriteConfig(config);
            summary.Write(folder.Summary);
        }

        return (folder, rest);
    }

    /// <summary>Whether a run's folder is one of weights that no run trained.</summary>
    internal static bool Is(RunFolder folder) => RunSummary.Read(folder.Summary) is { Untrained: true };

    /// <summary>Fills a network from the file that such a folder names.</summary>
    internal static LoadedWeights Fill(Models.Segmenters.Segmenter network, RunFolder folder)
    {
        var config = folder.ReadConfig([]);
        FileModel.Fill(network, config.Model);
        return new LoadedWeights(Path.GetFileName(config.Model.Weights!), 0, HasTeacher: false);
    }

    private static RunSummary Summary(FileModel model, RunConfig config, IDataset dataset, ProgressLine progress)
    {
        using var scope = TensorScope.Open();
        using var network = RunModel.Create(config, model.Classes);
        var lines = FileModel.Fill(network, config.Model);
        foreach (var line in lines)
        {
            progress.Say(line);
        }

        return new RunSummary
        {
            Untrained = true,
            DataSet = dataset.Name,
            ClassTable = model.Classes.Name,
            Classes = model.Rows,
            Ids = RunData.IdsOf(dataset.Classes),
            Model = config.Model.Name,
            Task = KeyPath.Snake(RunTask.Of(config, dataset.Available, model.Classes).ToString()),
            Parameters = network.NamedParameters().Sum(entry => entry.Tensor.Count),
            Weights = lines,
        };
    }

    private static bool IsBelow(string text, string part) =>
        text.StartsWith($"{part}.", StringComparison.Ordinal) || text.StartsWith($"{part}=", StringComparison.Ordinal);
}
