using Panoptes.Formats.Coco;
using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.Data.AnnotationChecks;

/// <summary>Checks one panoptic annotation against its PNG.</summary>
internal static class PanopticCheck
{
    /// <summary>What is wrong: one problem a segment at most. An id that the list lacks is met where the PNG is read.</summary>
    /// <param name="labels">The file, read for a check.</param>
    /// <param name="annotation">The annotation.</param>
    /// <param name="ids">The PNG's ids.</param>
    public static IEnumerable<InputException> Run(PanopticFile labels, PanopticAnnotation annotation, Plane<int> ids)
    {
        var areas = new Dictionary<int, long>();
        foreach (var id in ids.Pixels)
        {
            areas[id] = areas.GetValueOrDefault(id) + 1;
        }

        for (var s = 0; s < annotation.Segments.Length; s++)
        {
            var (segment, detail) = (annotation.Segments[s], annotation.Details![s]);
            var where = $"{labels.Where(annotation)}.segments_info[{detail.Index}]";
            if (!areas.TryGetValue(segment.Id, out var area))
            {
                yield return new InputException(
                    $"{where}.id", $"segment {segment.Id} without a pixel", "an id that the PNG holds",
                    "remove the segment, or write the PNG as R + 256 G + 65536 B");
            }
            else if (segment.Area >= 0 && segment.Area != area)
            {
                yield return new InputException(
                    $"{where}.area", $"{segment.Area}", $"{area}, the pixels with id {segment.Id} in the PNG", $"write {area}");
            }
            else if (detail.Box is { } box && BoxCheck.Outside(box, ids.Width, ids.Height))
            {
                yield return BoxCheck.Problem($"{where}.bbox", box, ids.Width, ids.Height);
            }
        }
    }
}
