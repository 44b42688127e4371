using System.Text.Json;
using Panoptes.Foundation;
using Panoptes.Imaging.Masks;
using Panoptes.Metrics.Atlas.Frames;
using Panoptes.Metrics.Atlas.Segments;

namespace Panoptes.Metrics.Atlas.Files;

/// <summary>
/// A COCO instance file of the images and segments to label again, for labelling tools. Beside COCO's fields every annotation has
/// <c>panoptes</c>: whether it is the truth or predicted, and the errors that it is part of.
/// </summary>
public static class RelabelJson
{
    /// <summary>Writes it.</summary>
    /// <param name="images">The images.</param>
    /// <param name="classes">The classes.</param>
    /// <param name="photographOf">By image name the name of its photograph, where there is one.</param>
    /// <param name="path">Where it goes.</param>
    public static void Write(
        IReadOnlyList<RelabelImage> images, IReadOnlyList<AtlasClass> classes, Func<string, string?> photographOf, string path)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(classes);
        AtomicFile.Write(path, stream =>
        {
            using var writer = new Utf8JsonWriter(stream);
            writer.WriteStartObject();
            CocoFields.WriteImages(writer, images.Select(image => new OutputImage(
                Text(image.Index + 1), photographOf(image.Name) ?? image.Name, image.Width, image.Height)));
            CocoFields.WriteCategories(
                writer,
                classes.Select(known => new OutputCategory((int)known.Id, known.Name, IsThing: true) { Color = known.Color }),
                withIsThing: false);
            writer.WriteStartArray("annotations");
            var id = 0;
            foreach (var image in images)
            {
                foreach (var segment in image.Segments)
                {
                    Annotation(writer, ++id, image.Index + 1, segment, classes);
                }
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static void Annotation(Utf8JsonWriter writer, int id, int image, RelabelSegment one, IReadOnlyList<AtlasClass> classes)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", id);
        writer.WriteNumber("image_id", image);
        writer.WriteNumber("category_id", classes[one.Segment.Class].Id);
        CocoFields.WriteMask(writer, one.Mask);
        CocoFields.WriteExtent(writer, isCrowd: false, one.Mask.Area, Numbers(one.Mask.Box));
        writer.WriteStartObject("panoptes");
        writer.WriteString("side", one.IsTruth ? "truth" : "prediction");
        writer.WriteString("kind", one.Findings[0].Error.Kind.Name());
        if (double.IsFinite(one.Segment.Score))
        {
            writer.WriteNumber("score", one.Segment.Score);
        }

        writer.WriteStartArray("findings");
        foreach (var finding in one.Findings)
        {
            writer.WriteStartObject();
            writer.WriteString("address", finding.Address);
            writer.WriteString("kind", finding.Error.Kind.Name());
            WriteClass(writer, "truth", finding.Error.TruthClass, classes);
            WriteClass(writer, "prediction", finding.Error.PredictionClass, classes);
            if (double.IsFinite(finding.Error.IoU))
            {
                writer.WriteNumber("iou", finding.Error.IoU);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteClass(Utf8JsonWriter writer, string name, int known, IReadOnlyList<AtlasClass> classes)
    {
        if (known >= 0)
        {
            writer.WriteString(name, classes[known].Name);
        }
    }

    private static int[] Numbers(MaskBox box) => [(int)box.X, (int)box.Y, (int)box.Width, (int)box.Height];

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
