namespace Panoptes.Studies.Imports.Records;

/// <summary>How a tool writes shares.</summary>
internal enum ShareScale
{
    /// <summary>Nobody knows: in percent where a value of the series is above 1.5, else as shares.</summary>
    ByValue,

    /// <summary>In percent.</summary>
    Percent,

    /// <summary>In percent by rule, yet as shares where all of them stay at 1 or below through the whole run.</summary>
    PercentUnlessSmall,

    /// <summary>As shares.</summary>
    Share,
}
