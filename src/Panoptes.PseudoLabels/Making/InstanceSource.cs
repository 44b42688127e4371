namespace Panoptes.PseudoLabels.Making;

/// <summary>Where instances come from.</summary>
public enum InstanceSource
{
    /// <summary>Nowhere: the maps of instances are empty.</summary>
    None,

    /// <summary>Object proposals as files: STEM.png of ids, STEM.json of COCO run lengths, or one COCO instances file.</summary>
    Files,

    /// <summary>What stands out by its depth, whatever its cluster: proposals, of which things are found.</summary>
    Depth,

    /// <summary>The things' clusters, split where depth jumps. Things have to be known: by ids or by statistics.</summary>
    ThingDepth,

    /// <summary>The connected parts of things' clusters. Things have to be known: by ids or by statistics.</summary>
    Components,
}
