namespace Panoptes.Studies.Search;

/// <summary>On which scale numbers of a range are even.</summary>
public enum SearchScale
{
    /// <summary>On that of the numbers themselves.</summary>
    Linear,

    /// <summary>On that of their logarithms: every factor is as likely.</summary>
    Log,
}
