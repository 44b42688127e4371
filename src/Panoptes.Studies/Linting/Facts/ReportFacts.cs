using Panoptes.Studies.Linting.Reading;

namespace Panoptes.Studies.Linting.Facts;

/// <summary>What a report states, each with its line.</summary>
internal sealed class ReportFacts
{
    private readonly Dictionary<string, ILookup<string, ResultFact>> byModel = [];
    private ILookup<int, ResultFact>? byLine;
    private string? mainMetric;

    /// <summary>The report.</summary>
    public required MarkdownDocument Document { get; init; }

    /// <summary>Its configurations.</summary>
    public ConfigurationIndex Configurations { get; } = new();

    /// <summary>Its models.</summary>
    public ModelIndex Models { get; } = new();

    /// <summary>Its results.</summary>
    public List<ResultFact> Results { get; } = [];

    /// <summary>Its curves.</summary>
    public List<CurveFact> Curves { get; } = [];

    /// <summary>Its states.</summary>
    public List<StateFact> States { get; } = [];

    /// <summary>Its tables, each with what its columns are.</summary>
    public List<ResultTable> Tables { get; } = [];

    /// <summary>Lines of tables that state parameters, with the configuration of each column or row.</summary>
    public List<ParameterTable> ParameterTables { get; } = [];

    /// <summary>Results of a metric that have a number.</summary>
    public IEnumerable<ResultFact> Numbers(string metric) => Results.Where(result => result.Metric == metric && result.Value is not null);

    /// <summary>Results of a metric that have a number, by the keys of models; to be asked once all is read.</summary>
    public ILookup<string, ResultFact> ByModel(string metric)
    {
        if (!byModel.TryGetValue(metric, out var known))
        {
            byModel[metric] = known = Numbers(metric).ToLookup(result => Models.Current(result.Model).Key);
        }

        return known;
    }

    /// <summary>Results of a line; to be asked once all is read.</summary>
    public IEnumerable<ResultFact> OnLine(int line) => (byLine ??= Results.ToLookup(result => result.Line))[line];

    /// <summary>The metric that most results are in; to be asked once all is read.</summary>
    public string MainMetric => mainMetric ??= Results
        .Where(result => result.Metric is not ("seconds" or "aacc" or "macc") && result.Value is not null)
        .GroupBy(result => result.Metric).MaxBy(group => group.Count())?.Key ?? "miou";
}
