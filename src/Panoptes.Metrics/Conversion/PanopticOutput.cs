using System.Text.Json;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;

namespace Panoptes.Metrics.Conversion;

/// <summary>A category of an annotation file to be written.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsThing">Whether it is a thing.</param>
/// <param name="Supercategory">The group it belongs to; null for none.</param>
/// <param name="Color">Its color; null for none.</param>
public sealed record OutputCategory(int Id, string Name, bool IsThing, string? Supercategory = null, Rgb? Color = null);

/// <summary>A segment to be written; area and box are counted from the map.</summary>
/// <param name="Id">Its id in the map.</param>
/// <param name="CategoryId">Its category's id.</param>
/// <param name="IsCrowd">Whether it is a crowd.</param>
public readonly record struct OutputSegment(int Id, int CategoryId, bool IsCrowd);

/// <summary>
/// Writes a COCO panoptic data set: PNGs as they come, the JSON at the end, under temporary names until whole. Every PNG is planned before
/// the first is written.
/// </summary>
internal sealed class PanopticOutput
{
    private readonly OutputPlan plan;
    private readonly string json;
    private readonly OutputFolder folder;
    private readonly IReadOnlyList<OutputCategory> categories;
    private readonly Dictionary<string, string> paths = new(StringComparer.Ordinal);
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);
    private readonly List<(string ImageId, string ImageFile, string MapFile, int Width, int Height, (OutputSegment Segment, long Area, int[] Box)[] Segments)> images = [];

    /// <summary>Plans the JSON, and the folder of PNGs that is named like it.</summary>
    public PanopticOutput(OutputPlan plan, string json, IReadOnlyList<OutputCategory> categories, bool isSidecar = false)
    {
        (this.plan, this.categories) = (plan, categories);
        folder = plan.Folder(CityscapesConversion.FolderOf(json), "--out", isSidecar);
        this.json = plan.File(json);
    }

    /// <summary>Plans an image's PNG.</summary>
    /// <param name="imageId">The image's id, which no other has.</param>
    /// <param name="mapFile">The PNG's name below the folder.</param>
    /// <param name="source">The file that the name follows from.</param>
    /// <param name="origin">What the image is, for messages.</param>
    public void Plan(string imageId, string mapFile, string source, string origin)
    {
        paths[mapFile] = folder.File(mapFile, source, origin);
        if (!ids.Add(imageId))
        {
            throw new InputException(source, $"two images with the id {imageId}, the second {origin}", "an id of its own for each", "rename or renumber one of them");
        }
    }

    /// <summary>Begins to write.</summary>
    public OutputWriting Begin() => plan.Begin();

    /// <summary>Adds an image and writes its PNG.</summary>
    public void Add(string imageId, string imageFile, string mapFile, Plane<int> ids, IEnumerable<OutputSegment> segments)
    {
        PngFile.WriteIds24(paths[mapFile], ids);
        var extents = SegmentExtents.Of(ids);
        images.Add((imageId, imageFile, mapFile, ids.Width, ids.Height, [.. segments.Where(s => extents.ContainsKey(s.Id)).Select(s => (s, extents[s.Id].Area, extents[s.Id].Box))]));
    }

    /// <summary>Writes the JSON.</summary>
    public void Finish() => AtomicFile.Write(json, stream =>
    {
        using var writer = new Utf8JsonWriter(stream);
        writer.WriteStartObject();
        writer.WriteStartArray("images");
        foreach (var image in images)
        {
            writer.WriteStartObject();
            WriteId(writer, "id", image.ImageId);
            writer.WriteString("file_name", image.ImageFile);
            writer.WriteNumber("width", image.Width);
            writer.WriteNumber("height", image.Height);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("annotations");
        foreach (var image in images)
        {
            WriteAnnotation(writer, image.ImageId, image.MapFile, image.Segments);
        }

        writer.WriteEndArray();
        OutputCategories.Write(writer, categories, withIsThing: true);
        writer.WriteEndObject();
    });

    internal static void WriteId(Utf8JsonWriter writer, string name, string id)
    {
        // Numbers stay numbers, as COCO has them.
        if (long.TryParse(id, out var number) && number.ToString() == id)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteString(name, id);
        }
    }

    /// <summary>What segments and instances share: iscrowd, area, bbox.</summary>
    internal static void WriteExtent(Utf8JsonWriter writer, bool isCrowd, long area, int[] box)
    {
        writer.WriteNumber("iscrowd", isCrowd ? 1 : 0);
        writer.WriteNumber("area", area);
        writer.WriteStartArray("bbox");
        foreach (var value in box)
        {
            writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
    }

    private static void WriteAnnotation(Utf8JsonWriter writer, string imageId, string mapFile, (OutputSegment Segment, long Area, int[] Box)[] segments)
    {
        writer.WriteStartObject();
        WriteId(writer, "image_id", imageId);
        writer.WriteString("file_name", mapFile);
        writer.WriteStartArray("segments_info");
        foreach (var (segment, area, box) in segments)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", segment.Id);
            writer.WriteNumber("category_id", segment.CategoryId);
            WriteExtent(writer, segment.IsCrowd, area, box);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}

/// <summary>Writes lists of categories.</summary>
internal static class OutputCategories
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<OutputCategory> categories, bool withIsThing)
    {
        writer.WriteStartArray("categories");
        foreach (var category in categories)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", category.Id);
            writer.WriteString("name", category.Name);
            if (withIsThing)
            {
                writer.WriteNumber("isthing", category.IsThing ? 1 : 0);
            }

            if (category.Supercategory is { } group)
            {
                writer.WriteString("supercategory", group);
            }

            if (category.Color is { } color)
            {
                writer.WriteStartArray("color");
                writer.WriteNumberValue(color.R);
                writer.WriteNumberValue(color.G);
                writer.WriteNumberValue(color.B);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}

/// <summary>Areas and boxes of all segments of a map, in one pass.</summary>
internal static class SegmentExtents
{
    public static Dictionary<int, (long Area, int[] Box)> Of(Plane<int> ids)
    {
        var found = new Dictionary<int, (long Area, int Left, int Top, int Right, int Bottom)>();
        for (var y = 0; y < ids.Height; y++)
        {
            ReadOnlySpan<int> row = ids.Row(y);
            for (var x = 0; x < row.Length;)
            {
                var id = row[x];
                var length = row[x..].IndexOfAnyExcept(id);
                var end = length < 0 ? row.Length : x + length;
                found[id] = found.TryGetValue(id, out var s)
                    ? (s.Area + end - x, Math.Min(s.Left, x), s.Top, Math.Max(s.Right, end), y + 1)
                    : (end - x, x, y, end, y + 1);
                x = end;
            }
        }

        return found.ToDictionary(s => s.Key, s => (s.Value.Area, new[] { s.Value.Left, s.Value.Top, s.Value.Right - s.Value.Left, s.Value.Bottom - s.Value.Top }));
    }
}
