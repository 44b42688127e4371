using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.Data;

/// <summary>Reads panoptic labels: a JSON record with segments_info, and a PNG whose pixels are segment ids, R + 256 G + 65536 B.</summary>
internal sealed class PanopticSource
{
    private readonly JsonRecords records;
    private readonly string folder;
    private readonly Dictionary<long, int> byImage = [];

    /// <summary>Indexes a panoptic JSON.</summary>
    /// <param name="records">The JSON.</param>
    /// <param name="categories">Its categories.</param>
    /// <param name="folder">Where the PNGs are.</param>
    /// <param name="problems">Takes images annotated twice.</param>
    public PanopticSource(JsonRecords records, CocoCategories categories, string folder, DatasetProblems problems)
    {
        (this.records, this.folder, Categories) = (records, folder, categories);
        records.Require("annotations");
        var keys = records.ImageKeys("annotations");
        for (var i = 0; i < keys.Count; i++)
        {
            if (keys[i] == JsonRecords.NoKey)
            {
                _ = records.Read("annotations", i).Get("image_id").Key();
            }

            if (!byImage.TryAdd(keys[i], i))
            {
                problems.Report(records.Read("annotations", i).Get("image_id").Wrong("an image that no other annotation has", "join the two annotations"));
            }
        }
    }

    /// <summary>The categories and their train ids.</summary>
    public CocoCategories Categories { get; }

    /// <summary>Index of an image's annotation, by its key of <see cref="JsonRecords.ImageKeys"/>; -1 where it has none.</summary>
    public int Find(long imageKey) => byImage.GetValueOrDefault(imageKey, -1);

    /// <summary>The PNG of an annotation.</summary>
    public string Png(JsonAt annotation)
    {
        var name = annotation.Get("file_name");
        return RootedPath.Join(folder, name.Text(), $"{name.File} {name.Path}");
    }

    /// <summary>The PNG of an annotation by its index.</summary>
    public string Png(int annotation) => Png(records.Read("annotations", annotation));

    /// <summary>What is wrong with an annotation.</summary>
    public IEnumerable<InputException> Check(int index)
    {
        var annotation = records.Read("annotations", index);
        return PanopticCheck.Run(annotation, Categories, PngFile.ReadIds24(Png(annotation)));
    }

    /// <summary>Reads segments and, made of them, train ids.</summary>
    /// <exception cref="InputException">A pixel has an id that segments_info lacks, or the record is no such record.</exception>
    public (SegmentMap Segments, Plane<ushort> TrainIds) Read(int index)
    {
        var annotation = records.Read("annotations", index);
        var file = Png(annotation);
        var ids = PngFile.ReadIds24(file);
        var infos = new Dictionary<int, (JsonAt Item, int TrainId, bool IsThing, bool IsCrowd)>();
        foreach (var item in annotation.Get("segments_info").Items())
        {
            var id = item.Get("id");
            var (train, thing) = Categories[item.Get("category_id")];
            if (!infos.TryAdd((int)id.Integer(1, 0xFFFFFF), (item, train, thing, item.Find("iscrowd")?.Flag() ?? false)))
            {
                throw id.Wrong("an id that no other segment of the image has");
            }
        }

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
                    $"0 or an id of {annotation.File} {annotation.Path}.segments_info",
                    "add the segment to segments_info, or write the PNG as R + 256 G + 65536 B");
            }

            trainIds.Pixels.AsSpan(start, i - start).Fill((ushort)info.TrainId);
            areas[id] = areas.GetValueOrDefault(id) + (i - start);
        }

        var segments = infos.Where(s => areas.ContainsKey(s.Key)).Select(s => new Segment(s.Key, s.Value.TrainId, s.Value.IsThing, s.Value.IsCrowd, areas[s.Key]));
        return (new SegmentMap(ids, [.. segments]), trainIds);
    }
}
