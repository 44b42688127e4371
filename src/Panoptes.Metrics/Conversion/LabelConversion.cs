using Panoptes.Formats.Labels;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;

namespace Panoptes.Metrics.Conversion;

/// <summary>Between COCO's panoptic format and label PNGs, which hold classes but no instances.</summary>
public static class LabelConversion
{
    /// <summary>
    /// COCO panoptic to label PNGs of category ids: 8 bits and void 255, or 16 bits and void 65535 where ids go beyond 254.
    /// </summary>
    /// <param name="json">The panoptic JSON.</param>
    /// <param name="pngFolder">Its PNGs; null for the folder named like it.</param>
    /// <param name="outputFolder">Where the label PNGs go, under the same names.</param>
    /// <param name="plan">The command's outputs; a plan of this conversion alone where null.</param>
    /// <returns>How many images were written.</returns>
    /// <exception cref="InputException">A category id that 16 bits cannot hold, or a segment that is not listed, or an output that would
    /// harm something.</exception>
    /// <param name="progress">Told how many of how many images are done; null tells nobody.</param>
    public static int FromPanoptic(
        string json, string? pngFolder, string outputFolder, OutputPlan? plan = null, Action<int, int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        var file = PanopticFile.ReadTruth(json).RequireWhole();
        var most = file.Categories.Select(c => c.Id).DefaultIfEmpty(0).Max();
        if (file.Categories.Any(c => c.Id is < 0 or > 65534))
        {
            throw new InputException(
                json, $"category id {file.Categories.First(c => c.Id is < 0 or > 65534).Id}", "ids 0..65534",
                "number the categories anew: a label PNG cannot hold it");
        }

        plan = (plan ?? new OutputPlan("convert panoptic-to-labels")).Reads(json, pngFolder ?? PanopticOutput.PngFolderOf(json));
        var output = plan.Folder(outputFolder);
        var targets = file.Annotations.Select(annotation => output.File(annotation.FileName, json, $"image {annotation.ImageId}")).ToList();
        using var writing = plan.Begin();
        var done = 0;
        foreach (var (annotation, target) in file.Annotations.Zip(targets))
        {
            var source = InputFolder.File(pngFolder ?? PanopticOutput.PngFolderOf(json), annotation.FileName, json);
            var ids = PanopticMap.ReadWhole(source, file, annotation);
            var voidId = most > 254 ? 65535 : 255;
            var category = annotation.Segments.ToDictionary(s => s.Id, s => file.Categories[s.Category].Id);
            category[0] = voidId;
            var labels = Array.ConvertAll(ids.Pixels, id => (ushort)category[id]);
            PngFile.WriteIds(target, new Plane<ushort>(ids.Width, ids.Height, labels), most > 254 ? 16 : 8);
            progress?.Invoke(++done, file.Annotations.Count);
        }

        return file.Annotations.Count;
    }

    /// <summary>
    /// Label PNGs to COCO panoptic: one segment a class and image. A thing class becomes a crowd, since a label PNG does not
    /// tell its objects apart.
    /// </summary>
    /// <param name="labelFolder">Label PNGs, at any depth.</param>
    /// <param name="categories">The classes; their ids are the values of the PNGs.</param>
    /// <param name="voidIds">Values that are void.</param>
    /// <param name="output">The panoptic JSON to write; the PNGs go to the folder named like it, under the names of the label PNGs.</param>
    /// <param name="plan">The command's outputs; a plan of this conversion alone where null.</param>
    /// <returns>How many images were written.</returns>
    /// <exception cref="InputException">A value that is neither a class nor void, or an output that would harm something.</exception>
    /// <param name="progress">Told how many of how many images are done; null tells nobody.</param>
    public static int ToPanoptic(
        string labelFolder, IReadOnlyList<OutputCategory> categories, IReadOnlySet<int> voidIds, string output, OutputPlan? plan = null,
        Action<int, int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(categories);
        ArgumentNullException.ThrowIfNull(voidIds);
        ArgumentNullException.ThrowIfNull(output);
        var known = categories.ToDictionary(c => c.Id);
        plan = (plan ?? new OutputPlan("convert labels-to-panoptic")).Reads(labelFolder);
        var panoptic = new PanopticOutput(plan, output, categories);
        var files = ListedFiles.Images(labelFolder);
        foreach (var path in files)
        {
            var name = NameOf(path, labelFolder);
            panoptic.Plan(Path.ChangeExtension(name, null), MapFile(name), labelFolder, name);
        }

        using var writing = plan.Begin();
        using var maps = panoptic.Open();
        var done = 0;
        foreach (var path in files)
        {
            var labels = LabelFile.Read(path);
            var values = labels.Pixels.Distinct().Order().ToArray();
            var strange = values.Where(v => !known.ContainsKey(v) && !voidIds.Contains(v)).Select(v => (int?)v).FirstOrDefault();
            if (strange is not null)
            {
                throw new InputException(path, $"label {strange}", "ids that the class table lists", "give the class table of these files");
            }

            // Id 0 is void in the panoptic format: segments are numbered one above their class.
            var ids = new Plane<int>(labels.Width, labels.Height, Array.ConvertAll(labels.Pixels, v => voidIds.Contains(v) ? 0 : v + 1));
            var name = NameOf(path, labelFolder);
            maps.Add(Path.ChangeExtension(name, null), name, MapFile(name), ids, values.Where(v => !voidIds.Contains(v))
                .Select(v => new OutputSegment(v + 1, v, known[v].IsThing)));
            progress?.Invoke(++done, files.Count);
        }

        maps.Complete();
        return files.Count;
    }

    private static string MapFile(string name) => Path.ChangeExtension(name, ".png");

    // Folders stay, so that images of one name in two folders are kept apart.
    private static string NameOf(string path, string folder) =>
        Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
}
