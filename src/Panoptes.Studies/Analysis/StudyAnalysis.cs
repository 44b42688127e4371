using Panoptes.Studies.Analysis.Trends;
using Panoptes.Studies.Results;

namespace Panoptes.Studies.Analysis;

/// <summary>Makes a report's parts one after the other.</summary>
internal sealed class StudyAnalysis
{
    private readonly StudyResults source;
    private readonly StudyNames names;
    private readonly MetricScale scale;
    private readonly RecipeResult[] results;
    private readonly Dictionary<string, NoiseBand> noise;

    /// <summary>Groups the cells.</summary>
    /// <param name="source">Results that were checked.</param>
    public StudyAnalysis(StudyResults source)
    {
        (this.source, names, scale) = (source, new StudyNames(source), MetricScale.Of(source));
        results =
        [
            .. names.InOrder(source.Cells).GroupBy(cell => (cell.Key.Data, cell.Key.Model, cell.Key.Recipe)).Select(
                group => new RecipeResult(new Subject(group.Key.Data, group.Key.Model), group.Key.Recipe, [.. group], scale)),
        ];
        noise = names.Data.ToDictionary(data => data, data => NoiseBand.Of(
            data, results.Where(result => result.Subject.Data == data), source.AssumedNoise * scale.Factor));
    }

    /// <summary>The report.</summary>
    public StudyReport Report()
    {
        var subjects = results.GroupBy(result => result.Subject).ToArray();
        Comparison[] against = [.. subjects.SelectMany(AgainstReference)];
        Comparison[] between = [.. subjects.SelectMany(BetweenVariants)];
        var agreements = StudentAgreement.All(results, source.Reference);
        Suspect[] suspects = [.. Suspect.All(results, scale, names), .. Suspect.All(agreements, names)];
        ConfigComparison[] configs =
        [
            .. results.Select(ConfigComparison.Within).OfType<ConfigComparison>(),
            .. against.Concat(between).Where(one => one.Difference is not null)
                .Select(one => ConfigComparison.Of(one.Baseline, one.Variant, source.Declared)),
        ];
        foreach (var difference in configs.SelectMany(config => config.Differences))
        {
            Placeholders.Refuse($"setting {difference.Path}", difference.A + difference.B);
        }

        var trend = source.Trend is { } asked ? Trend.Of(asked, results, noise, scale) : null;
        Recommender Recommender(Subject subject) => new(noise[subject.Data], scale, names, configs, suspects);
        IEnumerable<string> Caveats(IReadOnlyList<RecipeResult> sides) => Recommender(sides[0].Subject).Caveats(
            [.. sides.Select(side => results.First(result => result.Subject == side.Subject && result.Recipe == side.Recipe))]);
        ParetoFront[] fronts = [.. subjects.Select(subject => ParetoFront.Of(subject.Key, subject, scale))];
        return new StudyReport
        {
            Source = source,
            Names = names,
            Scale = scale,
            Protocol = [.. new StudyProtocol(source, names, scale, results, noise.Values).Lines()],
            Noise = [.. noise.Values],
            Totals = Analysis.Coverage.Count(source.Cells),
            Coverage = [.. Coverage()],
            Progress = [.. names.InOrder(source.Cells).Select(
                cell => ProgressRow.Of(cell, source.SecondMetric, noise[cell.Key.Data], scale))],
            Results = results,
            AgainstReference = against,
            BetweenVariants = between,
            Means = MeanDifference.All(against, names.Recipes),
            Targets = [.. subjects.SelectMany(subject => TargetTime.Of(subject, source.Target * scale.Factor, scale))],
            Costs = [.. subjects.SelectMany(subject => CostStep.Of(subject, noise[subject.Key.Data], scale))],
            Fronts = fronts,
            Trend = trend,
            Agreements = agreements,
            Configs = configs,
            Suspects = suspects,
            Recommendations =
            [
                .. fronts.SelectMany(front => Recommender(front.Subject).Of(
                    front,
                    [.. results.Where(result => result.Subject == front.Subject && result.N > 0)],
                    [.. against.Concat(between).Where(one => one.Variant.Subject == front.Subject)],
                    results.FirstOrDefault(
                        result => result.Subject == front.Subject && result.Recipe == source.Reference && result.N > 0))),
                .. trend is null ? [] : new TrendSentences(trend, names, scale, Caveats).All(),
            ],
        };
    }

    private IEnumerable<Comparison> AgainstReference(IGrouping<Subject, RecipeResult> subject)
    {
        var reference = subject.FirstOrDefault(result => result.Recipe == source.Reference);
        return source.Reference is null
            ? []
            : subject.Where(result => result.Recipe != source.Reference).Select(variant => new Comparison(
                reference ?? new RecipeResult(subject.Key, source.Reference, [], scale), variant, noise[subject.Key.Data], scale));
    }

    private IEnumerable<Comparison> BetweenVariants(IGrouping<Subject, RecipeResult> subject)
    {
        RecipeResult[] variants = [.. subject.Where(result => result.Recipe != source.Reference && result.N > 0)];
        return variants.SelectMany((first, place) => variants.Skip(place + 1)
            .Select(second => new Comparison(first, second, noise[subject.Key.Data], scale)));
    }

    private IEnumerable<Coverage> Coverage() =>
        from data in names.Data
        from model in names.Models
        from recipe in names.Recipes
        let cells = source.Cells.Where(
            cell => cell.Key.Data == data && cell.Key.Model == model && cell.Key.Recipe == recipe)
        select new Coverage(new Subject(data, model), recipe, Analysis.Coverage.Count(cells));
}
