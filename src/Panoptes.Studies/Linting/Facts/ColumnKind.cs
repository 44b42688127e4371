namespace Panoptes.Studies.Linting.Facts;

/// <summary>What a column of a table holds.</summary>
internal enum ColumnKind
{
    /// <summary>Numbers or texts whose header names a configuration or a model, or nothing known.</summary>
    Value,

    /// <summary>Models.</summary>
    Model,

    /// <summary>Configurations.</summary>
    Configuration,

    /// <summary>A metric.</summary>
    Metric,

    /// <summary>Times.</summary>
    Time,

    /// <summary>Differences from another column.</summary>
    Difference,

    /// <summary>Shares of another column, in percent.</summary>
    Retained,

    /// <summary>How many times as fast.</summary>
    SpeedUp,

    /// <summary>Time over metric.</summary>
    TimePerPercent,

    /// <summary>Images or iterations a second.</summary>
    Throughput,

    /// <summary>A parameter.</summary>
    Parameter,

    /// <summary>States.</summary>
    State,

    /// <summary>Numbers of seeds.</summary>
    Seeds,

    /// <summary>One seed a row.</summary>
    Seed,

    /// <summary>Published results.</summary>
    Published,

    /// <summary>Ids of runs, jobs, commits.</summary>
    Evidence,

    /// <summary>Names of data.</summary>
    Data,

    /// <summary>Verdicts, notes, and other texts.</summary>
    Text,
}
