namespace Panoptes.Data.Splits;

/// <summary>How much of a class a part has, and how much there is.</summary>
/// <param name="Name">The class.</param>
/// <param name="Images">Images of the part that show it.</param>
/// <param name="OfImages">Images of the whole split that show it.</param>
/// <param name="Objects">Its objects in the part; 0 for stuff, and where labels tell no objects.</param>
/// <param name="OfObjects">Its objects in the whole split.</param>
public sealed record SplitClass(string Name, int Images, int OfImages, long Objects, long OfObjects);

/// <summary>A part that was chosen.</summary>
/// <param name="Size">The size that was asked for.</param>
/// <param name="Names">Names of its samples, in the order of the data set.</param>
/// <param name="Classes">What it has of each class; empty where nothing is labeled.</param>
public sealed record SplitPart(SplitSize Size, IReadOnlyList<string> Names, IReadOnlyList<SplitClass> Classes)
{
    /// <summary>Classes that the split has and the part has not.</summary>
    public IEnumerable<string> Absent => Classes.Where(entry => entry is { Images: 0, OfImages: > 0 }).Select(entry => entry.Name);
}
