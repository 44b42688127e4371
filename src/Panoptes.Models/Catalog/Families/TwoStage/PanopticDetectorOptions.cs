using Panoptes.Models.Detection;
using Panoptes.Models.Layers;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings.Boxes;

namespace Panoptes.Models.Catalog.Families.TwoStage;

/// <summary>Panoptic FPN and Panoptic Cascade Mask R-CNN: objects, and a semantic head that tells stuff.</summary>
public sealed record PanopticDetectorOptions : DetectorOptions
{
    /// <summary>
    /// Train ids of the classes of stuff in the order of the semantic head's maps, behind the first, which is of objects of any class. Null
    /// takes all that are no things, ascending.
    /// </summary>
    public IReadOnlyList<int>? Stuff { get; init; }

    /// <summary>Channels of the semantic head: a multiple of 32.</summary>
    public int SemanticWidth { get; init; } = 128;

    /// <summary>
    /// Stuff of a smaller share of an image is no segment of a panoptic prediction, 0 to 1. detectron2's 4096 pixels are this share of
    /// 1024x2048.
    /// </summary>
    public double StuffShare { get; init; } = new BoxReadingConfig().StuffShare;

    /// <summary>The same in pixels, in place of a share: detectron2 has 4096 for images of all sizes.</summary>
    public int? StuffArea { get; init; }

    /// <inheritdoc/>
    public override IModelFamily Family => DetectorFamily.Panoptic;

    /// <summary>CUPS' settings (visinf/cups, cups/model).</summary>
    public static PanopticDetectorOptions Cups { get; } = new()
    {
        PyramidNorm = NormKind.Batch,
        ProposalOverlap = 0.65,
        TrainingProposals = 4000,
    };

    /// <summary>A small network's settings for tests and first trials on processors.</summary>
    public static PanopticDetectorOptions Small { get; } = new()
    {
        Width = 64,
        BoxWidth = 256,
        MaskWidth = 64,
        SemanticWidth = 64,
        AnchorSizes = [8, 16, 32, 64, 128],
        TrainingProposals = 300,
    };

    /// <inheritdoc/>
    internal override BoxReadingConfig Reading => base.Reading with { StuffShare = StuffShare, StuffArea = StuffArea };

    /// <inheritdoc/>
    internal override ThingTable Table(int classes)
    {
        var table = base.Table(classes);
        return Stuff is null ? table : table with { StuffMaps = [ThingTable.AnyThing, .. Stuff] };
    }

    /// <inheritdoc/>
    internal override DetectorConfig Heads(ThingTable table, bool isCascade) => base.Heads(table, isCascade) with
    {
        SemanticMaps = table.StuffMaps.Count,
        SemanticWidth = SemanticWidth,
    };

    /// <inheritdoc/>
    public override void Check(string name)
    {
        base.Check(name);
        Require(
            Stuff is null || (Things is not null && Stuff.Distinct().Count() == Stuff.Count && Stuff.All(id => id >= 0)
                && !Stuff.Intersect(Things).Any()),
            "stuff", Stuff, "train ids, each once and none of model.things, which is to be set, too");
        Require(SemanticWidth >= 32 && SemanticWidth % 32 == 0, "semantic_width", SemanticWidth, "a multiple of 32");
        Require(StuffShare is >= 0 and <= 1, "stuff_share", StuffShare, "0 to 1");
        Require(StuffArea is null or >= 0, "stuff_area", StuffArea, "at least 0");
    }
}
