using Panoptes.Diagnosis.Edges;
using Panoptes.Imaging;

namespace Panoptes.Diagnosis.Pipelines;

/// <summary>What of a label map takes a round trip: its largest objects and stuff, numbered from 0.</summary>
/// <param name="Ids">The region of every pixel; <see cref="LabelMap.Void"/> where there is none.</param>
/// <param name="Classes">The train id of each region.</param>
public sealed record RoundTripRegions(Plane<int> Ids, IReadOnlyList<int> Classes)
{
    private const int LeastPixels = 20;

    /// <summary>Chooses regions: segments where labels have them, else connected parts of things and whole classes of stuff.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="isThing">Whether a class is one of countable objects.</param>
    /// <param name="most">Most regions; the smallest are left out, as void.</param>
    public static RoundTripRegions Of(LabelMap labels, Func<int, bool> isThing, int most)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(isThing);
        var parts = Components.Of(labels);
        var hasSegments = !ReferenceEquals(labels.Regions, labels.Classes);
        var groups = parts.All.GroupBy(part => !hasSegments && isThing(part.Class) ? (part.Region, part.Id) : (part.Region, -1))
            .Select(group => (Parts: group.ToArray(), Area: group.Sum(part => part.Area)))
            .Where(group => group.Area >= LeastPixels).OrderByDescending(group => group.Area).Take(most).ToArray();
        var numbers = new int[parts.All.Count];
        numbers.AsSpan().Fill(LabelMap.Void);
        for (var n = 0; n < groups.Length; n++)
        {
            foreach (var part in groups[n].Parts)
            {
                numbers[part.Id] = n;
            }
        }

        var ids = new Plane<int>(
            labels.Width, labels.Height, Array.ConvertAll(parts.Ids.Pixels, id => id == LabelMap.Void ? LabelMap.Void : numbers[id]));
        return new RoundTripRegions(ids, [.. groups.Select(group => group.Parts[0].Class)]);
    }
}
