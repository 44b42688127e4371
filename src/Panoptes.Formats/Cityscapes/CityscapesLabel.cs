using Panoptes.Imaging;

namespace Panoptes.Formats.Cityscapes;

/// <summary>One label of Cityscapes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">Its value in labelIds images.</param>
/// <param name="TrainId">Its value in labelTrainIds images; 255 where it is not trained.</param>
/// <param name="Category">The group it belongs to.</param>
/// <param name="HasInstances">Whether its objects are told apart.</param>
/// <param name="IsIgnored">Whether evaluations leave it out.</param>
/// <param name="AverageSize">Mean pixels of an instance in the training set; 0 where there are none.</param>
/// <param name="Color">Its color.</param>
public sealed record CityscapesLabel(
    string Name, int Id, int TrainId, string Category, bool HasInstances, bool IsIgnored, double AverageSize, Rgb Color)
{
    /// <summary>The train id of a label that is not trained.</summary>
    public const int NoTrainId = 255;

    /// <summary>All labels with an id, 0 to 33, each in the place of its id (cityscapesScripts, helpers/labels.py).</summary>
    public static IReadOnlyList<CityscapesLabel> All { get; } =
    [
        new("unlabeled", 0, 255, "void", false, true, 0, new Rgb(0, 0, 0)),
        new("ego vehicle", 1, 255, "void", false, true, 0, new Rgb(0, 0, 0)),
        new("rectification border", 2, 255, "void", false, true, 0, new Rgb(0, 0, 0)),
        new("out of roi", 3, 255, "void", false, true, 0, new Rgb(0, 0, 0)),
        new("static", 4, 255, "void", false, true, 0, new Rgb(0, 0, 0)),
        new("dynamic", 5, 255, "void", false, true, 0, new Rgb(111, 74, 0)),
        new("ground", 6, 255, "void", false, true, 0, new Rgb(81, 0, 81)),
        new("road", 7, 0, "flat", false, false, 0, new Rgb(128, 64, 128)),
        new("sidewalk", 8, 1, "flat", false, false, 0, new Rgb(244, 35, 232)),
        new("parking", 9, 255, "flat", false, true, 0, new Rgb(250, 170, 160)),
        new("rail track", 10, 255, "flat", false, true, 0, new Rgb(230, 150, 140)),
        new("building", 11, 2, "construction", false, false, 0, new Rgb(70, 70, 70)),
        new("wall", 12, 3, "construction", false, false, 0, new Rgb(102, 102, 156)),
        new("fence", 13, 4, "construction", false, false, 0, new Rgb(190, 153, 153)),
        new("guard rail", 14, 255, "construction", false, true, 0, new Rgb(180, 165, 180)),
        new("bridge", 15, 255, "construction", false, true, 0, new Rgb(150, 100, 100)),
        new("tunnel", 16, 255, "construction", false, true, 0, new Rgb(150, 120, 90)),
        new("pole", 17, 5, "object", false, false, 0, new Rgb(153, 153, 153)),
        new("polegroup", 18, 255, "object", false, true, 0, new Rgb(153, 153, 153)),
        new("traffic light", 19, 6, "object", false, false, 0, new Rgb(250, 170, 30)),
        new("traffic sign", 20, 7, "object", false, false, 0, new Rgb(220, 220, 0)),
        new("vegetation", 21, 8, "nature", false, false, 0, new Rgb(107, 142, 35)),
        new("terrain", 22, 9, "nature", false, false, 0, new Rgb(152, 251, 152)),
        new("sky", 23, 10, "sky", false, false, 0, new Rgb(70, 130, 180)),
        new("person", 24, 11, "human", true, false, 3462.4756337644, new Rgb(220, 20, 60)),
        new("rider", 25, 12, "human", true, false, 3930.4788056518, new Rgb(255, 0, 0)),
        new("car", 26, 13, "vehicle", true, false, 12794.0202738185, new Rgb(0, 0, 142)),
        new("truck", 27, 14, "vehicle", true, false, 27855.1264367816, new Rgb(0, 0, 70)),
        new("bus", 28, 15, "vehicle", true, false, 35732.1511111111, new Rgb(0, 60, 100)),
        new("caravan", 29, 255, "vehicle", true, true, 36771.8241758242, new Rgb(0, 0, 90)),
        new("trailer", 30, 255, "vehicle", true, true, 16926.9763313609, new Rgb(0, 0, 110)),
        new("train", 31, 16, "vehicle", true, false, 67583.7075812274, new Rgb(0, 80, 100)),
        new("motorcycle", 32, 17, "vehicle", true, false, 6298.7200839748, new Rgb(0, 0, 230)),
        new("bicycle", 33, 18, "vehicle", true, false, 4672.3249222261, new Rgb(119, 11, 32)),
    ];

    /// <summary>The label of a train id, 0 to 18.</summary>
    public static CityscapesLabel OfTrainId(int trainId) => All.First(label => label.TrainId == trainId);

    /// <summary>The categories, in the labels' order.</summary>
    public static IReadOnlyList<string> Categories { get; } = [.. All.Select(label => label.Category).Distinct()];

    /// <summary>The classes of the instance evaluation: with instances and not ignored.</summary>
    public static IReadOnlyList<CityscapesLabel> InstanceClasses { get; } = [.. All.Where(
        label => label is { HasInstances: true, IsIgnored: false })];
}
