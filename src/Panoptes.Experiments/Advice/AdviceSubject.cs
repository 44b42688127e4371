using Panoptes.Experiments.Events;
using Panoptes.Experiments.Recipes;
using Panoptes.Experiments.Settings;
using Panoptes.Models.Catalog;
using Panoptes.Models.Weights;

namespace Panoptes.Experiments.Advice;

/// <summary>A configuration or a run that advice is given about, with all that rules look at.</summary>
public sealed class AdviceSubject
{
    private IReadOnlyList<string>? weightNames;

    /// <summary>Takes a configuration, and what is known besides.</summary>
    /// <param name="name">What it is called where several are compared.</param>
    /// <param name="config">The configuration.</param>
    /// <param name="history">What happened in the run; null before training.</param>
    /// <param name="others">What it is compared with.</param>
    public AdviceSubject(string name, RunConfig config, RunHistory? history = null, IReadOnlyList<AdviceSubject>? others = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        (Name, Config, History, Others) = (name, config, history ?? RunHistory.Empty, others ?? []);
        Everybody = [this, .. Others];
        Recipe = PublishedRecipes.For(config);
        Traits = config.Model.Traits;
        Figures = TrainingFigures.Of(config);
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>The configuration.</summary>
    public RunConfig Config { get; }

    /// <summary>What happened so far.</summary>
    public RunHistory History { get; }

    /// <summary>What it is compared with.</summary>
    public IReadOnlyList<AdviceSubject> Others { get; private init; }

    /// <summary>Everything that is looked at together, this included: where the seeds of one setting are counted.</summary>
    public IReadOnlyList<AdviceSubject> Everybody { get; private init; }

    /// <summary>Its recipe, or null.</summary>
    public PublishedRecipe? Recipe { get; }

    /// <summary>What its architecture is like.</summary>
    internal ModelTraits Traits { get; }

    /// <summary>What follows from its settings.</summary>
    public TrainingFigures Figures { get; }

    /// <summary>
    /// Published mIoU in percent to hold the result against: the configuration's own, or that of the recipe for the same model.
    /// </summary>
    public double? Target => Config.Recipe.Target ?? (Recipe?.Config.Model.Name == Config.Model.Name ? Recipe.Config.Recipe.Target : null);

    /// <summary>Measurements on the validation split in the course of the training: step and mIoU in percent.</summary>
    public IReadOnlyList<(long Step, double Score)> Scores =>
        [.. History.Evaluations(Config.Data.ValSplit).Where(point => point.Primary?.Value is not null)
            .Select(point => (point.Step, 100 * point.Primary!.Value!.Value))];

    /// <summary>The score that counts: the best so far, in percent.</summary>
    public double? Score => Scores.Count == 0 ? null : Scores.Max(point => point.Score);

    /// <summary>Whether the training is over: all steps are done, or it stopped early by itself.</summary>
    public bool IsFinished =>
        History.LastStep >= Config.Train.Steps || History.Events.OfType<AttemptEnded>().LastOrDefault()?.Reason == "early";

    /// <summary>Updates a second in training: the median over the log; null before any.</summary>
    public double? StepsPerSecond => Median(History.Training.Select(point => point.ImagesPerSecond)) / Figures.Batch;

    /// <summary>
    /// Names of the tensors in the file of weights that training starts from; none where there is none or it cannot be read, which loading
    /// says.
    /// </summary>
    public IReadOnlyList<string> WeightNames => weightNames ??= ReadWeightNames();

    /// <summary>The same subject in company.</summary>
    /// <param name="others">What it is compared with: of two subjects only one is compared with the other.</param>
    /// <param name="everybody">All subjects that are looked at together.</param>
    public AdviceSubject With(IReadOnlyList<AdviceSubject> others, IReadOnlyList<AdviceSubject> everybody) =>
        new(Name, Config, History) { Others = others, Everybody = everybody };

    internal static double? Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? null : sorted[sorted.Length / 2];
    }

    private IReadOnlyList<string> ReadWeightNames()
    {
        if (Config.Model.Weights is not { } file || !File.Exists(file))
        {
            return [];
        }

        try
        {
            using var weights = WeightFile.Open(file, Config.Model.WeightsPart);
            return [.. weights.Entries.Select(entry => entry.Name)];
        }
        catch (Foundation.InputException)
        {
            return [];
        }
    }
}
