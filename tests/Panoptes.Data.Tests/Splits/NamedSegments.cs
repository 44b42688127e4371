using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Data.Tests.Sampling;
using Panoptes.Foundation;
using Panoptes.Imaging.Geometries;

namespace Panoptes.Data.Tests.Splits;

/// <summary>Images of given names and rectangles as segments.</summary>
internal sealed class NamedSegments(IReadOnlyList<string> names, IReadOnlyList<IReadOnlyList<MadeUpSegment>> images) : IDataset
{
    private readonly MadeUpSegments segments = new(8, 8, images);

    public string Name => "named train";

    public int Count => names.Count;

    public ClassTable Classes => segments.Classes;

    public IReadOnlyList<string> Notes => [];

    public SampleParts Available { get; init; } = SampleParts.Image | SampleParts.Segments;

    public SampleFiles Files(int index) => new(names[index], $"/images/{names[index]}.png", null);

    public Sample Load(int index, SampleParts parts = SampleParts.All) => segments.Load(index, parts);

    /// <summary>Images named CITY/CITY_NUMBER with a road each, and other classes the rarer the higher their number.</summary>
    public static NamedSegments Random(long seed, int count)
    {
        var random = new SeededRandom(seed);
        string[] cities = ["aachen", "bonn", "cologne"];
        var names = Enumerable.Range(0, count).Select(i => (City: cities[Math.Min(2, random.NextInt(0, 5))], Number: i))
            .Select(image => $"{image.City}/{image.City}_{image.Number:d4}");
        return new NamedSegments([.. names.Order(StringComparer.Ordinal)], [.. Enumerable.Range(0, count).Select(i => Of(
            [0, .. Enumerable.Range(1, 7).Where(id => i < 6 || random.NextBool(0.6 / id))]))]);
    }

    public static IReadOnlyList<MadeUpSegment> Of(params IEnumerable<int> classes) =>
        [.. classes.Select((id, i) => new MadeUpSegment(id, new PixelRectangle(i % 8, i / 8, (i % 8) + 1, (i / 8) + 1)))];
}
