using Panoptes.Formats.Cityscapes;
using Panoptes.Formats.Cityscapes.Writing;
using Panoptes.Formats.Labels;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;
using Panoptes.Imaging;
using Panoptes.Metrics.Pixels;

namespace Panoptes.Metrics.Conversion;

/// <summary>Between Cityscapes' instanceIds images and COCO's panoptic format.</summary>
public static class CityscapesConversion
{
    /// <summary>
    /// instanceIds to COCO panoptic, as cityscapesScripts' createPanopticImgs does: ids stay, ignored labels become void, a
    /// thing without an instance number becomes a crowd. The image's other labels are lost.
    /// </summary>
    /// <param name="truthFolder">gtFine or one of its splits.</param>
    /// <param name="json">The JSON to write; the PNGs go to the folder named like it.</param>
    /// <param name="trainIds">Whether categories have train ids instead of label ids.</param>
    /// <param name="plan">The command's outputs; a plan of this conversion alone where null.</param>
    /// <returns>How many frames were written.</returns>
    /// <exception cref="InputException">An unknown label, or an output that would harm something.</exception>
    /// <param name="progress">Told how many of how many images are done; null tells nobody.</param>
    public static int ToPanoptic(
        string truthFolder, string json, bool trainIds = false, OutputPlan? plan = null, Action<int, int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        var labels = CityscapesLabel.All.Where(label => !label.IsIgnored);
        int IdOf(CityscapesLabel label) => trainIds ? label.TrainId : label.Id;
        plan = (plan ?? new OutputPlan("convert cityscapes-to-panoptic")).Reads(truthFolder);
        // Cityscapes keeps its panoptic files beside the splits; only instanceIds images are read.
        var output = new PanopticOutput(
            plan, json, [.. labels.Select(l => new OutputCategory(IdOf(l), l.Name, l.HasInstances, l.Category, l.Color))], isSidecar: true);
        var frames = CityscapesFiles.Frames(truthFolder);
        foreach (var frame in frames)
        {
            var (imageId, stem) = NamesOf(frame.InstanceIds);
            output.Plan(imageId, stem + "_panoptic.png", truthFolder, Path.GetRelativePath(truthFolder, frame.InstanceIds));
        }

        using var writing = plan.Begin();
        using var maps = output.Open();
        var done = 0;
        foreach (var frame in frames)
        {
            var instances = LabelFile.Read(frame.InstanceIds);
            if (frame.LabelIds is not null)
            {
                var known = LabelFile.Read(frame.LabelIds);
                GroundTruthSize.Require(
                    frame.InstanceIds, (instances.Width, instances.Height), frame.LabelIds, (known.Width, known.Height));
                CityscapesMaps.RequireAgreement<ushort>(frame, instances.Pixels, known.Pixels, instances.Width);
            }

            var segments = new SortedDictionary<int, OutputSegment?>();
            foreach (var id in instances.Pixels.Distinct())
            {
                var label = CityscapesMaps.Label(frame.InstanceIds, InstanceEncoding.Cityscapes.LabelOf(id));
                segments[id] = label.IsIgnored ? null : new OutputSegment(id, IdOf(label), label.HasInstances && id < 1000);
            }

            var ids = new Plane<int>(
                instances.Width, instances.Height, Array.ConvertAll(instances.Pixels, id => segments[id] is null ? 0 : id));
            var (imageId, stem) = NamesOf(frame.InstanceIds);
            maps.Add(imageId, stem + "_leftImg8bit.png", stem + "_panoptic.png", ids, segments.Values.OfType<OutputSegment>());
            progress?.Invoke(++done, frames.Count);
        }

        maps.Complete();
        return frames.Count;
    }

    /// <summary>
    /// COCO panoptic with Cityscapes' categories (by name) to labelIds and instanceIds images: instances are numbered from 0 in
    /// each class, crowds and stuff keep the label alone.
    /// </summary>
    /// <param name="json">The panoptic JSON.</param>
    /// <param name="pngFolder">Its PNGs; null for the folder named like it.</param>
    /// <param name="outputFolder">Where ..._labelIds.png and ..._instanceIds.png go, in a folder by city.</param>
    /// <param name="plan">The command's outputs; a plan of this conversion alone where null.</param>
    /// <returns>How many frames were written.</returns>
    /// <exception cref="InputException">A category that Cityscapes lacks, 1000 instances of a class, or several segments of one stuff class
    /// or crowd: the format cannot hold them apart. Or an output that would harm something.</exception>
    /// <param name="progress">Told how many of how many images are done; null tells nobody.</param>
    public static int FromPanoptic(
        string json, string? pngFolder, string outputFolder, OutputPlan? plan = null, Action<int, int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        var file = PanopticFile.ReadTruth(json).RequireWhole();
        var labelOf = file.Categories
            .Select(category => CityscapesLabel.All.FirstOrDefault(l => l.Name == category.Name) ?? throw new InputException(
                json, $"category \"{category.Name}\"", "Cityscapes' label names", "rename it, or convert to another format")).ToArray();
        plan = (plan ?? new OutputPlan("convert panoptic-to-cityscapes")).Reads(json, pngFolder ?? PanopticOutput.PngFolderOf(json));
        var output = plan.Folder(outputFolder);
        var targets = file.Annotations.Select(annotation => Targets(output, annotation.ImageId, json)).ToList();
        using var writing = plan.Begin();
        var done = 0;
        foreach (var (annotation, target) in file.Annotations.Zip(targets))
        {
            var path = InputFolder.File(pngFolder ?? PanopticOutput.PngFolderOf(json), annotation.FileName, json);
            var ids = PanopticMap.ReadWhole(path, file, annotation);
            var numbers = new InstanceNumbers($"{json}: image {annotation.ImageId}");
            var values = annotation.Segments
                .ToDictionary(segment => segment.Id, segment => numbers.Next(labelOf[segment.Category], segment.IsCrowd));
            InstanceMapWriting.Write(target.Labels, target.Instances, ids, values);
            progress?.Invoke(++done, file.Annotations.Count);
        }

        return file.Annotations.Count;
    }

    private static (string ImageId, string Stem) NamesOf(string instanceIds)
    {
        var stem = Path.GetFileNameWithoutExtension(instanceIds)[..^CityscapesFiles.InstanceIds.Length];
        return (stem.EndsWith("_gtFine", StringComparison.Ordinal) ? stem[..^"_gtFine".Length] : stem, stem);
    }

    private static (string Labels, string Instances) Targets(OutputFolder output, string imageId, string json)
    {
        var stem = $"{imageId.Split('_')[0]}/{Path.GetFileName(imageId)}_gtFine";
        return (output.File($"{stem}_labelIds.png", json, $"image {imageId}"), output.File(
            $"{stem}_instanceIds.png", json, $"image {imageId}"));
    }
}
