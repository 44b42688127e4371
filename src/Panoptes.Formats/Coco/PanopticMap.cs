using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;

namespace Panoptes.Formats.Coco;

/// <summary>Reads the PNGs of panoptic files, whose pixels are segment ids, R + 256 G + 65536 B.</summary>
public static class PanopticMap
{
    /// <summary>Reads a map that holds exactly the segments that its annotation lists, so that none is lost; 0 is void.</summary>
    /// <param name="path">The PNG.</param>
    /// <param name="file">The panoptic file.</param>
    /// <param name="annotation">The PNG's annotation there.</param>
    /// <exception cref="InputException">A segment is in the PNG or the list alone, or the list has an id 0.</exception>
    public static Plane<int> ReadWhole(string path, PanopticFile file, PanopticAnnotation annotation)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(annotation);
        var ids = PngFile.ReadIds24(path);
        var drawn = ids.Pixels.ToHashSet();
        drawn.Remove(0);
        foreach (var segment in annotation.Segments)
        {
            if (!drawn.Remove(segment.Id))
            {
                throw new InputException(
                    $"{file.Where(annotation)}.segments_info",
                    segment.Id == 0 ? "segment 0, which means void" : $"segment {segment.Id} without a pixel in {path}",
                    "segments that the PNG holds", "remove it from segments_info, or draw it");
            }
        }

        return drawn.Count == 0
            ? ids
            : throw new InputException(
                path, $"segment {drawn.Min()}", $"0 for void, or an id that {file.Where(annotation)}.segments_info lists",
                "add it to segments_info: an object would be lost");
    }
}
