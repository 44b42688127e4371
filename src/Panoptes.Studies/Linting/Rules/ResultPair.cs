using Panoptes.Studies.Linting.Facts;

namespace Panoptes.Studies.Linting.Rules;

/// <summary>Two results of a metric that are compared.</summary>
/// <param name="Subject">The one that something is said of.</param>
/// <param name="Object">The one that it is measured by.</param>
internal sealed record ResultPair(ResultFact Subject, ResultFact Object)
{
    private const int MostOfModel = 40;
    private const int MostOfAll = 150;
    private const int MostModels = 30;

    /// <summary>Difference in the metric's unit: points, or seconds.</summary>
    public double Difference => Subject.Value!.Value - Object.Value!.Value;

    /// <summary>Difference in percent of the object.</summary>
    public double Relative => Object.Value!.Value == 0 ? double.NaN : Difference / Math.Abs(Object.Value.Value) * 100;

    /// <summary>Subject over object.</summary>
    public double Ratio => Subject.Value!.Value / Object.Value!.Value;

    /// <summary>How far the difference may be off by the rounding of both.</summary>
    public double Half => Subject.Value!.Half + Object.Value!.Half;

    /// <summary>Pairs of one model under two configurations.</summary>
    public static IReadOnlyList<ResultPair> Of(
        ReportFacts facts, string metric, IReadOnlyList<ReportModel>? models,
        IEnumerable<(Configuration Subject, Configuration Object)> configurations)
    {
        var wanted = configurations.ToHashSet();
        var pairs = new List<ResultPair>();
        foreach (var group in Groups(facts, metric, models))
        {
            var results = group.Where(result => result.Configuration is not null).DistinctBy(result => (
                result.Configuration, result.Value!.Value, result.Qualifier)).Take(MostOfModel).ToList();
            pairs.AddRange(from subject in results
                           from other in results
                           where subject != other && wanted.Contains((subject.Configuration!, other.Configuration!))
                           select new ResultPair(subject, other));
        }

        return pairs;
    }

    /// <summary>Pairs of two models under one configuration, or under none, both ways round.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="models">Two or more: pairs among them; one: its pairs with others; null: all.</param>
    public static IReadOnlyList<ResultPair> Across(ReportFacts facts, string metric, IReadOnlyList<ReportModel>? models)
    {
        var results = Groups(facts, metric, models is { Count: > 1 } ? models : null).SelectMany(group => group.Take(MostOfModel))
            .DistinctBy(result => (result.Model.Key, result.Configuration, result.Value!.Value)).Take(MostOfAll).ToList();
        var one = models is [var only] ? facts.Models.Current(only).Key : null;
        bool IsOne(ResultFact result) => facts.Models.Current(result.Model).Key == one;
        return [.. from subject in results from other in results
                   where subject.Model.Key != other.Model.Key && subject.Configuration == other.Configuration
                       && (one is null || IsOne(subject) || IsOne(other))
                   select new ResultPair(subject, other)];
    }

    // In a report with more models a sentence that names none cannot be checked.
    private static IEnumerable<IGrouping<string, ResultFact>> Groups(ReportFacts facts, string metric, IReadOnlyList<ReportModel>? models)
    {
        var all = facts.ByModel(metric);
        var keys = models?.Select(model => facts.Models.Current(model).Key).ToHashSet();
        return keys is null ? all.Count > MostModels ? [] : all : all.Where(group => keys.Contains(group.Key));
    }

    /// <summary>In words: who, and how far.</summary>
    public string Shown
    {
        get
        {
            var (own, other) = (Subject.Configuration?.Shown, Object.Configuration?.Shown);
            var who = Subject.Model == Object.Model ? $"{Subject.Model.Label}, {own} against {other}"
                : $"{Subject.Model.Label} against {Object.Model.Label}{(own is null ? "" : $", {own}")}";
            return Subject.Metric == "seconds" ? $"{who}: {Subject.Value!.Value:N0} s and {Object.Value!.Value:N0} s"
                : $"{who}: {Subject.Value!.Value:0.##} - {Object.Value!.Value:0.##} = {Difference:+0.##;-0.##;0}";
        }
    }
}
