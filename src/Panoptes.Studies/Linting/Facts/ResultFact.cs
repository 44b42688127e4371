using Panoptes.Studies.Linting.Reading;

namespace Panoptes.Studies.Linting.Facts;

/// <summary>A number of a trained model as a report states it, or why there is none.</summary>
internal sealed record ResultFact
{
    /// <summary>The model.</summary>
    public required ReportModel Model { get; init; }

    /// <summary>The configuration; null where the report names none.</summary>
    public Configuration? Configuration { get; init; }

    /// <summary>The metric, such as <c>miou</c>; <c>seconds</c> for times.</summary>
    public required string Metric { get; init; }

    /// <summary>The number, shares in percent; null where there is none.</summary>
    public Measure? Value { get; init; }

    /// <summary>What has become of the training.</summary>
    public RunState State { get; init; }

    /// <summary>Where it stands.</summary>
    public int Line { get; init; }

    /// <summary>The line of its table's header; 0 for a sentence.</summary>
    public int Table { get; init; }

    /// <summary>What qualifies it: best, final, a split, a test mode; empty for nothing.</summary>
    public string Qualifier { get; init; } = "";

    /// <summary>Whether it is a mean of several runs.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>Where it stands, in words.</summary>
    public string Place => $"line {Line}";
}
