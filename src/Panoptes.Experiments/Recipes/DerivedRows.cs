using System.Globalization;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Models.Catalog;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Experiments.Recipes;

/// <summary>The numbers that follow from the settings of two configurations and what they have in common, side by side.</summary>
public static class DerivedRows
{
    private const string Unknown = "-";

    /// <summary>
    /// The rows: batch, steps, samples, epochs, warm-up, evaluations, then learning rate and weight decay of each part of the model.
    /// </summary>
    /// <param name="a">The first configuration.</param>
    /// <param name="b">The second.</param>
    /// <param name="reference">What they have in common, or null.</param>
    /// <exception cref="InputException">A rule of an optimizer fits no parameter of its model.</exception>
    public static IReadOnlyList<DerivedRow> Of(RunConfig a, RunConfig b, RunConfig? reference)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        RunConfig?[] columns = [reference, a, b];
        return [.. Figures(columns), .. Rates(columns)];
    }

    private static IEnumerable<DerivedRow> Figures(RunConfig?[] columns)
    {
        var figures = columns.Select(config => config is null ? null : TrainingFigures.Of(config, TrainImages.Of(config))).ToArray();
        DerivedRow Row(string name, Func<TrainingFigures, string> value)
        {
            var texts = figures.Select(entry => entry is null ? null : value(entry)).ToArray();
            return new DerivedRow(name, texts[0], texts[1]!, texts[2]!);
        }

        yield return Row("images per update", entry => Count(entry.Batch));
        yield return Row("steps", entry => Count(entry.Steps));
        yield return Row("samples", entry => Count(entry.Samples));
        yield return Row("epochs", entry => entry.Epochs is { } epochs ? epochs.ToString("0.##", CultureInfo.InvariantCulture) : Unknown);
        yield return Row("warm-up steps", entry => Count(entry.WarmUpSteps));
        yield return Row("warm-up share", entry => $"{(100 * entry.WarmUpShare).ToString("0.##", CultureInfo.InvariantCulture)} %");
        yield return Row("evaluations", entry => Count(entry.Evaluations));
    }

    private static List<DerivedRow> Rates(RunConfig?[] columns)
    {
        using var scope = TensorScope.Open();
        var models = new Dictionary<string, Module>();
        try
        {
            var groups = columns.Select(
                (config, column) => config is null ? null : column == 0 ? RatesOfReference(config, models) : GroupRates.Of(
                    ModelOf(config.Model, models), config.Train.Optimizer)).ToArray();
            return [.. groups.OfType<IReadOnlyList<GroupRate>>().SelectMany(rates => rates.Select(rate => rate.Part)).Distinct()
                .SelectMany(part => new[]
                {
                    Row($"learning rate, {part}", groups, part, rate => rate.LearningRateText),
                    Row($"weight decay, {part}", groups, part, rate => rate.WeightDecayText),
                })];
        }
        finally
        {
            foreach (var model in models.Values)
            {
                model.Dispose();
            }
        }
    }

    /// <summary>
    /// A base that names no model has rules for others than the default's parameters: then nothing is known of its rates.
    /// </summary>
    private static IReadOnlyList<GroupRate> RatesOfReference(RunConfig config, Dictionary<string, Module> models)
    {
        try
        {
            return GroupRates.Of(ModelOf(config.Model, models), config.Train.Optimizer);
        }
        catch (InputException)
        {
            return [];
        }
    }

    private static Module ModelOf(ModelConfig config, Dictionary<string, Module> models)
    {
        var plain = config with { Weights = null, NumClasses = config.NumClasses ?? GroupRates.DefaultClasses };
        var key = ConfigWriter.ToCanonicalJson(plain);
        return models.TryGetValue(key, out var known) ? known : models[key] = ModelCatalog.Create(plain);
    }

    private static DerivedRow Row(string name, IReadOnlyList<GroupRate>?[] groups, string part, Func<GroupRate, string> text)
    {
        var texts = groups.Select(
            group => group is null ? null : group.FirstOrDefault(rate => rate.Part == part) is { } rate ? text(rate) : Unknown).ToArray();
        return new DerivedRow(name, texts[0], texts[1]!, texts[2]!);
    }

    private static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
