using System.Text.Json;
using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Imaging;
using Panoptes.Parity.Fixtures;

namespace Panoptes.Parity.Crops;

/// <summary>The images of a crop fixture: rectangles painted one over the other, pixels that tell where they lie.</summary>
/// <param name="images">The fixture's list of them.</param>
/// <param name="annotations">What remains of their segments.</param>
/// <param name="classes">The classes of their ids.</param>
internal sealed class CropScenes(JsonElement[] images, JsonElement[] annotations, ClassTable classes) : IDataset
{
    // Mapillary Vistas' 37 classes of things among 65, by contiguous id (config_v1.2.json).
    private static readonly int[] VistasThings =
        [0, 1, 8, .. Enumerable.Range(19, 5), .. Enumerable.Range(32, 11), .. Enumerable.Range(44, 18)];

    /// <summary>Mapillary Vistas' classes, whose ids count from 1; their names do not matter here.</summary>
    public static ClassTable Vistas { get; } = new(
        "vistas", Enumerable.Range(0, 65).Select(id => new ClassEntry(id + 1, id, $"class {id}", default, VistasThings.Contains(id))));

    /// <inheritdoc/>
    public string Name => "the fixture's images";

    /// <inheritdoc/>
    public int Count => images.Length;

    /// <inheritdoc/>
    public ClassTable Classes => classes;

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => [];

    /// <inheritdoc/>
    public SampleParts Available => SampleParts.Image | SampleParts.Segments;

    /// <inheritdoc/>
    public SampleFiles Files(int index) => new(images[index].GetProperty("id").GetString()!, $"image {index}", null);

    /// <inheritdoc/>
    public Sample Load(int index, SampleParts parts = SampleParts.All)
    {
        var size = FixtureJson.Integers(images[index].GetProperty("size"));
        var image = new RgbImage(size[1], size[0]);
        for (var y = 0; y < size[0]; y++)
        {
            for (var x = 0; x < size[1]; x++)
            {
                var pixel = image.Pixels.AsSpan(3 * ((y * size[1]) + x), 3);
                (pixel[0], pixel[1], pixel[2]) = ((byte)(255 * x / (size[1] - 1)), (byte)(255 * y / (size[0] - 1)), 128);
            }
        }

        return new Sample(Files(index), image)
        {
            Segments = Map(images[index], annotations[index].GetProperty("segments_info"), classes),
        };
    }

    /// <summary>The segments of an image.</summary>
    /// <param name="image">Its size and rectangles.</param>
    /// <param name="infos">What remains of them.</param>
    /// <param name="classes">The classes of their ids.</param>
    public static SegmentMap Map(JsonElement image, JsonElement infos, ClassTable classes)
    {
        var size = FixtureJson.Integers(image.GetProperty("size"));
        var ids = new Plane<int>(size[1], size[0]);
        foreach (var segment in image.GetProperty("segments").EnumerateArray())
        {
            var (id, rectangle) = (segment.GetProperty("id").GetInt32(), FixtureJson.Integers(segment.GetProperty("rect")));
            for (var y = rectangle[0]; y < rectangle[2]; y++)
            {
                ids.Row(y)[rectangle[1]..rectangle[3]].Fill(id);
            }
        }

        return new SegmentMap(ids, [.. infos.EnumerateArray().Select(info =>
        {
            var train = classes.TryGetTrainId(info.GetProperty("category_id").GetInt32(), out var found) ? found : classes.VoidTrainId;
            return new Segment(
                info.GetProperty("id").GetInt32(), train, train != classes.VoidTrainId && classes[train].IsThing,
                info.GetProperty("iscrowd").GetInt32() == 1, info.GetProperty("area").GetInt64());
        })]);
    }
}
