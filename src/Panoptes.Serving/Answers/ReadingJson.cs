using System.Text.Json;
using Panoptes.Imaging.Masks;
using Panoptes.Serving.Models;

namespace Panoptes.Serving.Answers;

/// <summary>A reading as JSON: the same form for classes of pixels, segments and objects.</summary>
/// <param name="Width">The image's width in pixels.</param>
/// <param name="Height">The image's height in pixels.</param>
/// <param name="Task">What the model is asked for.</param>
/// <param name="Segments">What is seen: a class each, a segment each, or an object each.</param>
internal sealed record ReadingJson(int Width, int Height, string Task, IReadOnlyList<ReadingJson.Segment> Segments)
{
    /// <summary>Makes it of a reading.</summary>
    public static ReadingJson Of(ImageReading reading, ServedModelInfo model)
    {
        Segment Named(int id, int train, RunLengthMask mask, double? score) => new(
            id, train, model.Classes[train].RawId, model.Classes[train].Name, model.Classes[train].IsThing, score, mask.Area,
            [mask.Box.X, mask.Box.Y, mask.Box.Width, mask.Box.Height], new Runs([mask.Height, mask.Width], mask.ToCompressed()));
        switch (reading)
        {
            case ImageReading.Labels(var labels):
                var classes = Regions.Of(labels);
                return new(
                    labels.Width, labels.Height, model.Task,
                    [.. classes.OrderBy(each => each.Key).Select((each, i) => Named(i + 1, each.Key, each.Value, null))]);
            case ImageReading.Segments(var prediction):
                var regions = Regions.Of(prediction.Ids);
                return new(
                    prediction.Ids.Width, prediction.Ids.Height, model.Task,
                    [.. prediction.Segments.Select(each => Named(each.Id, each.Class, regions[each.Id], each.Score))]);
            case ImageReading.Objects(var prediction):
                return new(
                    prediction.Width, prediction.Height, model.Task,
                    [.. prediction.Instances.Select((each, i) => Named(i + 1, each.Class, each.Mask, each.Score))]);
            default:
                throw new ArgumentException($"a reading of the kind {reading.GetType().Name}", nameof(reading));
        }
    }

    /// <summary>As text.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, JsonForm.Options);

    /// <summary>One class, segment or object of an image.</summary>
    /// <param name="Id">Its number; in the PNG of segments and of objects its pixels have it.</param>
    /// <param name="Class">Its class's place in the model's classes.</param>
    /// <param name="RawId">The data set's id of its class; in the PNG of classes its pixels have it.</param>
    /// <param name="Name">Its class's name.</param>
    /// <param name="IsThing">Whether its class is one of countable objects.</param>
    /// <param name="Score">How sure the model is, 0 to 1; absent for a class of pixels.</param>
    /// <param name="Area">Its pixels.</param>
    /// <param name="Box">Left, top, width and height of the box round it in pixels.</param>
    /// <param name="Mask">Its pixels.</param>
    internal sealed record Segment(
        int Id, int Class, int RawId, string Name, bool IsThing, double? Score, long Area, double[] Box, Runs Mask);

    /// <summary>Runs of pixels, column by column, as COCO's tools write and read them.</summary>
    /// <param name="Size">Height and width in pixels.</param>
    /// <param name="Counts">The runs, compressed.</param>
    internal sealed record Runs(int[] Size, string Counts);
}
