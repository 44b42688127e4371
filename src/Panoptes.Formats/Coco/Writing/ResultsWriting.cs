using System.Text.Json;
using Panoptes.Imaging.Masks;

namespace Panoptes.Formats.Coco.Writing;

/// <summary>
/// Writes a COCO results file (a list of detections with masks) object by object. It appears when it is whole, and one of an earlier call
/// is gone from the start.
/// </summary>
/// <remarks>
/// There is no <c>bbox</c>: pycocotools (<c>COCO.loadRes</c>) makes boxes and areas of the masks then, as detectron2 has it do for the AP
/// of masks; beside a box it would sort detections into small, medium and large by the box's area.
/// </remarks>
public sealed class ResultsWriting : IDisposable
{
    private readonly PendingJson json;
    private readonly Utf8JsonWriter writer;

    /// <summary>Begins a file.</summary>
    /// <param name="path">Where it goes, as planned.</param>
    public ResultsWriting(string path)
    {
        json = new PendingJson(path);
        writer = json.Writer;
        writer.WriteStartArray();
    }

    /// <summary>Adds a detection: image_id, category_id, segmentation, score.</summary>
    /// <param name="imageId">Its image's id.</param>
    /// <param name="categoryId">Its category's id.</param>
    /// <param name="mask">Its pixels.</param>
    /// <param name="score">How sure it is, 0 to 1.</param>
    public void Add(string imageId, int categoryId, RunLengthMask mask, double score)
    {
        ArgumentNullException.ThrowIfNull(mask);
        writer.WriteStartObject();
        CocoFields.WriteId(writer, "image_id", imageId);
        writer.WriteNumber("category_id", categoryId);
        CocoFields.WriteMask(writer, mask);
        writer.WriteNumber("score", score);
        writer.WriteEndObject();
        writer.Flush();
    }

    /// <summary>Ends the list and puts the file in its place.</summary>
    public void Complete()
    {
        writer.WriteEndArray();
        json.Complete();
    }

    /// <summary>Leaves nothing behind of a file that was not completed.</summary>
    public void Dispose() => json.Dispose();
}
