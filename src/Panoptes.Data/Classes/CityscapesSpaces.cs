using Panoptes.Formats.Cityscapes;

namespace Panoptes.Data.Classes;

/// <summary>What Cityscapes' labels are in a set of classes.</summary>
internal static class CityscapesSpaces
{
    private const int FirstLabel = 7;

    /// <summary>The end of a built-in table's name.</summary>
    public static string Suffix(this CityscapesSpace space) => space switch
    {
        CityscapesSpace.Labels27 => "27",
        CityscapesSpace.Trained19 => "19",
        _ => "7",
    };

    /// <summary>One label for every class, in the order of train ids, which has the class's color.</summary>
    public static IReadOnlyList<CityscapesLabel> Classes(this CityscapesSpace space) =>
        [.. CityscapesLabel.All.Where(label => space.TrainIdOf(label) is not null).DistinctBy(label => space.TrainIdOf(label))];

    /// <summary>The train id of a label; null where it is void.</summary>
    public static int? TrainIdOf(this CityscapesSpace space, CityscapesLabel label) => space switch
    {
        _ when label.Id < FirstLabel => null,
        CityscapesSpace.Labels27 => label.Id - FirstLabel,
        CityscapesSpace.Trained19 => label.TrainId == CityscapesLabel.NoTrainId ? null : label.TrainId,
        // The first category is void.
        _ => CityscapesLabel.Categories.ToList().IndexOf(label.Category) - 1,
    };

    /// <summary>The name of the class that a label belongs to.</summary>
    public static string NameOf(this CityscapesSpace space, CityscapesLabel label) =>
        space == CityscapesSpace.Groups7 ? label.Category : label.Name;
}
