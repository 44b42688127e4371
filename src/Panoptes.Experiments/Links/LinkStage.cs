namespace Panoptes.Experiments.Links;

/// <summary>How far processes have come that find each other.</summary>
public enum LinkStage
{
    /// <summary>They look for the place where they meet.</summary>
    Store,

    /// <summary>They have it, and wait for each other and connect.</summary>
    Join,

    /// <summary>They are connected.</summary>
    Measure,
}
