using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Data.Samples;
using Panoptes.Formats.Coco;
using Panoptes.Formats.Files;
using Panoptes.Foundation;

namespace Panoptes.Data.Readers;

/// <summary>
/// COCO panoptic: annotations/panoptic_SPLIT.json, PNGs in the folder beside it of the same name, images in SPLIT, images/SPLIT or
/// SPLIT/images. Classes and train ids are the JSON's categories in their order, unless a table is named.
/// </summary>
public static class CocoPanoptic
{
    /// <summary>Opens a split.</summary>
    /// <exception cref="InputException">A file is missing or the JSON is not COCO panoptic; with its JSON path.</exception>
    public static IDataset Open(DataConfig config, string split) => Open(config, split, DatasetProblems.Throwing);

    internal static IDataset Open(DataConfig config, string split, DatasetProblems problems) =>
        Open(config, split, problems, areCrowdsVoid: false);

    /// <summary>MUSES: the same files with Cityscapes' ids, whose crowds are not compared (spec 10.4).</summary>
    internal static IDataset OpenMuses(DataConfig config, string split, DatasetProblems problems) =>
        Open(config with { Classes = config.Classes ?? "cityscapes" }, split, problems, areCrowdsVoid: true);

    private static DerivedDataset Open(DataConfig config, string split, DatasetProblems problems, bool areCrowdsVoid)
    {
        var json = CocoImages.FindJson(config, split, "panoptic");
        var read = PanopticFile.ReadLabels(json, problems.Report, problems.IsCollecting);
        var table = config.Classes is null ? null : ClassTableFile.Find(config.Classes, config.Root);
        var source = new PanopticSource(read, CocoCategories.Of(read, table), Path.ChangeExtension(json, null));
        var folder = CocoImages.FindFolder(json, read.Images.Select(image => image.FileName), CocoImages.Candidates(
            config, split, Path.GetFileNameWithoutExtension(json)));
        var (files, samples) = (new List<SampleFiles>(), new List<(PanopticImage Image, PanopticAnnotation Annotation)>());
        var (paths, pngs) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var image in read.Images)
        {
            var where = Where(json, image);
            var path = InputFolder.Join(folder, image.FileName, $"{where}.file_name");
            if (source.Find(image.Id) is not { } annotation)
            {
                problems.Report(new InputException(
                    $"{where}.id", $"image {image.Id} without an annotation", $"an image_id of {json}: $.annotations",
                    "add its annotation, or take the image out"));
            }
            else if (!paths.Add(path))
            {
                problems.Report(new InputException(
                    $"{where}.file_name", $"\"{image.FileName}\" a second time", "a file that no other image has",
                    "correct the file name"));
            }
            else if (!pngs.Add(annotation.FileName))
            {
                problems.Report(new InputException(
                    $"{read.Where(annotation)}.file_name", $"\"{annotation.FileName}\" a second time", "a PNG of its own for each image",
                    "correct the file name"));
            }
            else
            {
                files.Add(new SampleFiles(Path.ChangeExtension(image.FileName, null), path, source.Png(annotation), Id: image.Id));
                samples.Add((image, annotation));
            }
        }

        var known = read.Images.Select(image => image.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var orphan in read.Annotations.Where(annotation => !known.Contains(annotation.ImageId)))
        {
            problems.Report(new InputException(
                $"{read.Where(orphan)}.image_id", $"image {orphan.ImageId}", $"an id of {json}: $.images",
                "correct image_id, or add the image"));
        }

        return new DerivedDataset(
            $"{(areCrowdsVoid ? "muses" : "coco_panoptic")} {split}", source.Categories.Classes, files,
            SampleParts.Image | SampleParts.Labels | SampleParts.Segments)
        {
            SharedFiles = [json],
            Check = i => CocoImages.CheckSize(
                Where(json, samples[i].Image), samples[i].Image.Width, samples[i].Image.Height,
                files[i].Image).Concat(source.Check(samples[i].Annotation)),
            Read = (i, sample, image) =>
            {
                var (segments, trainIds) = source.Read(samples[i].Annotation);
                segments = areCrowdsVoid ? CrowdVoid.Apply(segments, trainIds, source.Categories.Classes.VoidTrainId) : segments;
                if (image is not null)
                {
                    CocoImages.RequireSize(
                        Where(json, samples[i].Image), samples[i].Image.Width, samples[i].Image.Height, image, sample.Image);
                }

                return new DerivedLayers(trainIds, segments, null);
            },
        };
    }

    private static string Where(string json, PanopticImage image) => $"{json}: $.images[{image.Index}]";
}
