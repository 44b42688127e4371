namespace Panoptes.Data.Classes;

/// <summary>The labels of driving data sets, each with the Cityscapes label that it is; null where it is none (void).</summary>
internal static class DrivingLabels
{
    /// <summary>BDD100K's panoptic labels, 0 to 40 (bdd100k/label/label.py); from 31 on they have objects.</summary>
    public static IReadOnlyList<(int Id, string Name, string? Cityscapes)> Bdd { get; } = Numbered(
    [
        ("unlabeled", null), ("dynamic", null), ("ego vehicle", null), ("ground", null), ("static", null), ("parking", "parking"),
        ("rail track", "rail track"), ("road", "road"), ("sidewalk", "sidewalk"), ("bridge", "bridge"), ("building", "building"),
        ("fence", "fence"), ("garage", null), ("guard rail", "guard rail"), ("tunnel", "tunnel"), ("wall", "wall"), ("banner", null),
        ("billboard", null), ("lane divider", null), ("parking sign", null), ("pole", "pole"), ("polegroup", "polegroup"),
        ("street light", null), ("traffic cone", null), ("traffic device", null), ("traffic light", "traffic light"),
        ("traffic sign", "traffic sign"), ("traffic sign frame", null), ("terrain", "terrain"), ("vegetation", "vegetation"),
        ("sky", "sky"), ("person", "person"), ("rider", "rider"), ("bicycle", "bicycle"), ("bus", "bus"), ("car", "car"),
        ("caravan", "caravan"), ("motorcycle", "motorcycle"), ("trailer", "trailer"), ("train", "train"), ("truck", "truck"),
    ]);

    /// <summary>
    /// The Waymo Open Dataset's panoptic labels, 0 to 28 (camera_segmentation.proto). Lanes and markings are road, riders of either kind
    /// are riders, other large vehicles are trains; walls, fences and terrain are not labeled.
    /// </summary>
    public static IReadOnlyList<(int Id, string Name, string? Cityscapes)> Waymo { get; } = Numbered(
    [
        ("undefined", null), ("ego vehicle", null), ("car", "car"), ("truck", "truck"), ("bus", "bus"), ("other large vehicle", "train"),
        ("bicycle", "bicycle"), ("motorcycle", "motorcycle"), ("trailer", "trailer"), ("pedestrian", "person"), ("cyclist", "rider"),
        ("motorcyclist", "rider"), ("bird", null), ("ground animal", null), ("construction cone or pole", null), ("pole", "pole"),
        ("pedestrian object", null), ("sign", "traffic sign"), ("traffic light", "traffic light"), ("building", "building"),
        ("road", "road"), ("lane marker", "road"), ("road marker", "road"), ("sidewalk", "sidewalk"), ("vegetation", "vegetation"),
        ("sky", "sky"), ("ground", null), ("dynamic", null), ("static", null),
    ]);

    private static IReadOnlyList<(int, string, string?)> Numbered((string Name, string? Cityscapes)[] labels) =>
        [.. labels.Select((label, id) => (id, label.Name, label.Cityscapes))];
}
