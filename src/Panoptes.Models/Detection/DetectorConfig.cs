using Panoptes.Models.Detection.Boxes;

namespace Panoptes.Models.Detection;

/// <summary>
/// Settings of a two-stage detector over a feature pyramid; the defaults are detectron2's for COCO (detectron2/config/defaults.py).
/// </summary>
public sealed record DetectorConfig
{
    /// <summary>Classes of objects, at least 1.</summary>
    public required int Things { get; init; }

    /// <summary>Maps of the semantic head, of which the first is of objects of any class; 0 is no such head.</summary>
    public int SemanticMaps { get; init; }

    /// <summary>
    /// How boxes are coded in each stage: what a shift by a box's width and height, and its growth in both, are multiplied with. One stage
    /// is Mask R-CNN (He et al. 2017), three are Cascade R-CNN (Cai and Vasconcelos 2018).
    /// </summary>
    public IReadOnlyList<BoxCoder> Stages { get; init; } = [BoxCoder.First];

    /// <summary>Whether a box moves alike whatever its class; a cascade needs that.</summary>
    public bool ClassAgnosticBoxes { get; init; }

    /// <summary>Channels of the pyramid.</summary>
    public int Width { get; init; } = 256;

    /// <summary>Channels of the two layers that look at a box.</summary>
    public int BoxWidth { get; init; } = 1024;

    /// <summary>Channels of the mask head.</summary>
    public int MaskWidth { get; init; } = 256;

    /// <summary>Channels of the semantic head: a multiple of 32.</summary>
    public int SemanticWidth { get; init; } = 128;

    /// <summary>How boxes that may hold an object are found.</summary>
    public ProposalConfig Proposals { get; init; } = new();
}
