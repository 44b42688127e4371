namespace Panoptes.Studies.Search;

/// <summary>How settings are searched.</summary>
public enum SearchMethod
{
    /// <summary>Settings are drawn at random, each trial by itself.</summary>
    Random,

    /// <summary>Every combination of the values of all settings.</summary>
    Grid,

    /// <summary>
    /// Settings are drawn at random and trained for a few steps; the best of them are trained again for more (asynchronous successive
    /// halving, ASHA: Li et al. 2020, "A System for Massively Parallel Hyperparameter Tuning").
    /// </summary>
    Halving,
}
