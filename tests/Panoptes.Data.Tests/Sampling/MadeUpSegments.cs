using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;

namespace Panoptes.Data.Tests.Sampling;

/// <summary>A rectangle that is a segment.</summary>
internal sealed record MadeUpSegment(int Class, PixelRectangle Box, bool IsCrowd = false);

/// <summary>Images of one color with rectangles as segments: class 6 and up are things, as in the table of street scenes.</summary>
internal sealed class MadeUpSegments(int width, int height, IReadOnlyList<IReadOnlyList<MadeUpSegment>> images) : IDataset
{
    public const int Road = 0, Sky = 4, Car = 6, Person = 7;

    public string Name => "made up";

    public int Count => images.Count;

    public ClassTable Classes => BuiltInClassTables.Street;

    public IReadOnlyList<string> Notes => [];

    public SampleParts Available { get; init; } = SampleParts.Image | SampleParts.Segments;

    /// <summary>Label files that are named, so that an index is made of them.</summary>
    public Func<int, string?> LabelFile { get; init; } = _ => null;

    /// <summary>Images whose labels cannot be read.</summary>
    public HashSet<int> Broken { get; } = [];

    /// <summary>How often labels were read.</summary>
    public int Loads => loads;

    private int loads;

    public SampleFiles Files(int index) => new($"image {index}", $"image {index}", LabelFile(index));

    public Sample Load(int index, SampleParts parts = SampleParts.All)
    {
        Interlocked.Increment(ref loads);
        if (Broken.Contains(index))
        {
            throw new Panoptes.Foundation.InputException($"image {index}", "nothing", "labels", "mend it");
        }

        return new Sample(Files(index), new RgbImage(width, height)) { Segments = Map(images[index]) };
    }

    private SegmentMap Map(IReadOnlyList<MadeUpSegment> segments)
    {
        var ids = new Plane<int>(width, height);
        for (var i = 0; i < segments.Count; i++)
        {
            for (var y = segments[i].Box.Top; y < segments[i].Box.Bottom; y++)
            {
                ids.Row(y)[segments[i].Box.Left..segments[i].Box.Right].Fill(i + 1);
            }
        }

        return new SegmentMap(ids, [.. segments.Select((segment, i) => new Segment(
            i + 1, segment.Class, Classes[segment.Class].IsThing, segment.IsCrowd, ids.Pixels.Count(id => id == i + 1)))]);
    }
}
