namespace Panoptes.Studies.Analysis.Trends;

/// <summary>How a best value goes with another setting, by the slope of its logarithm on that of the other.</summary>
public enum TrendReading
{
    /// <summary>Nothing can be said.</summary>
    NoConclusion,

    /// <summary>The interval contains 1 and not 0.</summary>
    Proportional,

    /// <summary>It contains 0 and not 1.</summary>
    Constant,

    /// <summary>It contains neither.</summary>
    Neither,
}
