using System.Text.Json;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;

namespace Panoptes.Formats.Coco.Writing;

/// <summary>
/// Writes a COCO panoptic data set image by image. PNG and record of an image are written at once, so that memory holds names only; the
/// JSON appears when it is whole, and one of an earlier call is gone from the start, as it would not fit the new PNGs.
/// </summary>
public sealed class PanopticWriting : IDisposable
{
    private readonly IReadOnlyDictionary<string, string> paths;
    private readonly IReadOnlyList<OutputCategory> categories;
    private readonly List<OutputImage> images = [];
    private readonly PendingJson json;
    private readonly Utf8JsonWriter writer;

    internal PanopticWriting(string path, IReadOnlyDictionary<string, string> paths, IReadOnlyList<OutputCategory> categories)
    {
        (this.paths, this.categories) = (paths, categories);
        json = new PendingJson(path);
        writer = json.Writer;
        writer.WriteStartObject();
        writer.WriteStartArray("annotations");
    }

    /// <summary>Adds an image.</summary>
    /// <param name="imageId">Its id.</param>
    /// <param name="imageFile">Its file's name.</param>
    /// <param name="mapFile">Its PNG's name, as planned.</param>
    /// <param name="ids">The segment of every pixel; 0 for none, at most 2^24 - 1.</param>
    /// <param name="segments">Its segments; those without a pixel are left out.</param>
    public void Add(string imageId, string imageFile, string mapFile, Plane<int> ids, IEnumerable<OutputSegment> segments)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(segments);
        PngFile.WriteIds24(paths[mapFile], ids);
        images.Add(new OutputImage(imageId, imageFile, ids.Width, ids.Height));
        var extents = SegmentExtents.Of(ids);
        writer.WriteStartObject();
        CocoFields.WriteId(writer, "image_id", imageId);
        writer.WriteString("file_name", mapFile);
        writer.WriteStartArray("segments_info");
        foreach (var segment in segments.Where(segment => extents.ContainsKey(segment.Id)))
        {
            Write(segment, extents[segment.Id]);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
    }

    /// <summary>Writes the lists of images and categories, and puts the JSON in its place.</summary>
    public void Complete()
    {
        writer.WriteEndArray();
        CocoFields.WriteImages(writer, images);
        CocoFields.WriteCategories(writer, categories, withIsThing: true);
        writer.WriteEndObject();
        json.Complete();
    }

    /// <summary>Leaves no JSON behind that was not completed.</summary>
    public void Dispose() => json.Dispose();

    private void Write(OutputSegment segment, (long Area, int[] Box) extent)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", segment.Id);
        writer.WriteNumber("category_id", segment.CategoryId);
        if (segment.IsThing is { } isThing)
        {
            writer.WriteBoolean("isthing", isThing);
        }

        CocoFields.WriteExtent(writer, segment.IsCrowd, extent.Area, extent.Box);
        if (segment.Score is { } score)
        {
            writer.WriteNumber("score", score);
        }

        writer.WriteEndObject();
    }
}
