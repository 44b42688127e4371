using Panoptes.Data.AnnotationChecks;
using Panoptes.Data.Samples;
using Panoptes.Formats.Coco;
using Panoptes.Formats.Files;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;

namespace Panoptes.Data.Readers;

/// <summary>Panoptic labels of a panoptic file: its annotations, and PNGs whose pixels are segment ids, R + 256 G + 65536 B.</summary>
internal sealed class PanopticSource
{
    private readonly PanopticFile labels;
    private readonly string folder;
    private readonly Dictionary<string, PanopticAnnotation> byImage = new(StringComparer.Ordinal);

    /// <summary>Indexes a panoptic file by its images.</summary>
    /// <param name="labels">The file, read as labels.</param>
    /// <param name="categories">Its categories.</param>
    /// <param name="folder">Where the PNGs are.</param>
    public PanopticSource(PanopticFile labels, CocoCategories categories, string folder)
    {
        (this.labels, this.folder, Categories) = (labels, folder, categories);
        foreach (var annotation in labels.Annotations)
        {
            byImage[annotation.ImageId] = annotation;
        }
    }

    /// <summary>The categories and their train ids.</summary>
    public CocoCategories Categories { get; }

    /// <summary>The annotation of an image, by its id; null where it has none.</summary>
    public PanopticAnnotation? Find(string imageId) => byImage.GetValueOrDefault(imageId);

    /// <summary>The PNG of an annotation.</summary>
    public string Png(PanopticAnnotation annotation) =>
        InputFolder.Join(folder, annotation.FileName, $"{labels.Where(annotation)}.file_name");

    /// <summary>What is wrong with an annotation.</summary>
    public IEnumerable<InputException> Check(PanopticAnnotation annotation) =>
        PanopticCheck.Run(labels, annotation, PngFile.ReadIds24(Png(annotation)));

    /// <summary>Reads segments and, made of them, train ids.</summary>
    /// <exception cref="InputException">A pixel has an id that segments_info lacks.</exception>
    public (SegmentMap Segments, Plane<ushort> TrainIds) Read(PanopticAnnotation annotation)
    {
        var file = Png(annotation);
        var ids = PngFile.ReadIds24(file);
        var infos = annotation.Segments.ToDictionary(s => s.Id, s => (Segment: s, Category: Categories[labels.Categories[s.Category].Id]));
        var trainIds = new Plane<ushort>(ids.Width, ids.Height);
        var areas = new Dictionary<int, long>(infos.Count);
        var voidId = (ushort)Categories.Classes.VoidTrainId;
        for (var i = 0; i < ids.Pixels.Length;)
        {
            var (start, id) = (i, ids.Pixels[i]);
            while (i < ids.Pixels.Length && ids.Pixels[i] == id)
            {
                i++;
            }

            if (id == 0)
            {
                trainIds.Pixels.AsSpan(start, i - start).Fill(voidId);
                continue;
            }

            if (!infos.TryGetValue(id, out var info))
            {
                throw new InputException(
                    file,
                    $"segment id {id} at pixel ({start % ids.Width},{start / ids.Width})",
                    $"0 or an id of {labels.Where(annotation)}.segments_info",
                    "add the segment to segments_info, or write the PNG as R + 256 G + 65536 B");
            }

            trainIds.Pixels.AsSpan(start, i - start).Fill((ushort)info.Category.TrainId);
            areas[id] = areas.GetValueOrDefault(id) + (i - start);
        }

        var segments = infos.Where(s => areas.ContainsKey(s.Key))
            .Select(s => new Segment(s.Key, s.Value.Category.TrainId, s.Value.Category.IsThing, s.Value.Segment.IsCrowd, areas[s.Key]));
        return (new SegmentMap(ids, [.. segments]), trainIds);
    }
}
