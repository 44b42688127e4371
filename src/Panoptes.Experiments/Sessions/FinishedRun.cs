using Panoptes.Data.Classes;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Models.Segmenters;

namespace Panoptes.Experiments.Sessions;

/// <summary>A finished run that another training names, and whose model labels its images.</summary>
/// <param name="Folder">The run.</param>
/// <param name="Config">Its configuration.</param>
/// <param name="Classes">The classes that its model tells apart, with the train ids of the training.</param>
internal sealed record FinishedRun(RunFolder Folder, RunConfig Config, ClassTable Classes)
{
    /// <summary>Looks at it.</summary>
    /// <param name="run">Its folder.</param>
    /// <param name="key">The setting that names it.</param>
    /// <param name="classes">The classes of the training.</param>
    /// <exception cref="InputException">There is no such run, or it tells other classes apart; names the setting.</exception>
    public static FinishedRun Of(string run, string key, ClassTable classes)
    {
        var folder = RunFolder.Existing(run);
        var config = folder.ReadConfig([]);
        var summary = RunSummary.Read(folder.Summary)
            ?? throw new InputException(folder.Summary, "no such file", "the summary that training writes", "train that run first");
        var known = summary.Classes.Select(entry => entry.Name).ToList();
        Require.That(
            known.SequenceEqual(classes.Names), key, $"{folder.FullPath}, which tells {string.Join(", ", known)} apart",
            $"the classes of the data: {string.Join(", ", classes.Names)}", "name a run that was trained with this class table");
        return new FinishedRun(folder, config, classes);
    }

    /// <summary>Its model with its best weights.</summary>
    /// <exception cref="InputException">No weights can be used.</exception>
    public Segmenter Load()
    {
        var model = RunModel.Create(Config, Classes);
        try
        {
            RunModel.Load(model, Folder, "best", _ => { }, domain: Config.Train.Evaluation.Domain);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}
