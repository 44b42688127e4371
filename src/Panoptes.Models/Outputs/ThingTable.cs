namespace Panoptes.Models.Outputs;

/// <summary>
/// Which of the train ids 0 to <paramref name="Classes"/> - 1 are objects, for networks that find objects and stuff by separate maps.
/// </summary>
/// <param name="Classes">How many classes there are.</param>
/// <param name="Things">Train ids of the classes of objects, in the order of their maps.</param>
/// <param name="IsStuffOfAll">
/// Whether the stuff maps are of all classes, as Panoptic FCN has them for Cityscapes; else the first is of objects of any class, and the
/// others of the classes that are no objects.
/// </param>
public sealed record ThingTable(int Classes, IReadOnlyList<int> Things, bool IsStuffOfAll = false)
{
    /// <summary>What a stuff map of no single class has in place of a train id.</summary>
    public const int AnyThing = -1;

    /// <summary>
    /// The train id of every stuff map, in order; <see cref="AnyThing"/> for that of objects. Ascending unless it is said otherwise.
    /// </summary>
    public IReadOnlyList<int> StuffMaps { get; init; } = IsStuffOfAll
        ? [.. Enumerable.Range(0, Classes)]
        : [AnyThing, .. Enumerable.Range(0, Classes).Except(Things)];

    /// <summary>The place of a train id among <see cref="Things"/>; negative where it is none.</summary>
    public int ThingOf(int trainId) => IndexOf(Things, trainId);

    /// <summary>The stuff map of a train id.</summary>
    public int StuffMapOf(int trainId) => Math.Max(0, IndexOf(StuffMaps, trainId));

    /// <summary>Whether a stuff map is of a class that is no object.</summary>
    public bool IsStuff(int map) => StuffMaps[map] != AnyThing && !Things.Contains(StuffMaps[map]);

    private static int IndexOf(IReadOnlyList<int> list, int wanted)
    {
        var at = list.Count - 1;
        while (at >= 0 && list[at] != wanted)
        {
            at--;
        }

        return at;
    }
}
