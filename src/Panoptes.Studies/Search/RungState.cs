namespace Panoptes.Studies.Search;

/// <summary>How far a training of a search is.</summary>
public enum RungState
{
    /// <summary>Its cell is there and not done: planned, running, or waiting for another to take it over.</summary>
    Open,

    /// <summary>Done, with its result.</summary>
    Done,

    /// <summary>Failed, cancelled or declared void for good.</summary>
    Failed,
}
