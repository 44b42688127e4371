using System.Globalization;
using System.Text.Json;
using Panoptes.Data.Classes;
using Panoptes.Data.Sampling;
using Panoptes.Parity.Fixtures;

namespace Panoptes.Parity.Crops;

/// <summary>One data set of the fixture: its index, its stream of classes, and what both codes draw.</summary>
/// <param name="name">The fixture.</param>
/// <param name="set">The data set.</param>
/// <param name="root">What the fixture says of it.</param>
internal sealed class CropDraws(string name, string set, JsonElement root)
{
    private readonly CropScenes scenes = new(
        [.. root.GetProperty("images").EnumerateArray()], [.. root.GetProperty("annotations").EnumerateArray()],
        set == "vistas" ? CropScenes.Vistas : BuiltInClassTables.Cityscapes);

    /// <summary>Compares all of it.</summary>
    public IEnumerable<ParityResult> Run()
    {
        var index = SegmentIndex.Build(scenes);
        yield return new ParityResult(name, $"{set} segments that differ", Segments(index), 0);
        yield return new ParityResult(name, $"{set} index: classes that differ", Classes(index), 0);
        yield return new ParityResult(name, $"{set} stream of classes: passes that leave one out", Stream(), 0);
        foreach (var fork in new[] { "mask2former", "panopticfcn" })
        {
            foreach (var result in new CropForkDraws(name, set, fork, root, scenes, index).Run())
            {
                yield return result;
            }
        }
    }

    private int TrainId(int category) => scenes.Classes.TryGetTrainId(category, out var train) ? train : -1;

    private int Segments(SegmentIndex index)
    {
        var differing = 0;
        foreach (var (annotation, image) in root.GetProperty("annotations").EnumerateArray().Select((annotation, i) => (annotation, i)))
        {
            var recorded = annotation.GetProperty("segments_info").EnumerateArray().Select(info =>
            {
                var box = FixtureJson.Integers(info.GetProperty("bbox"));
                return (
                    info.GetProperty("id").GetInt64(), TrainId(info.GetProperty("category_id").GetInt32()),
                    info.GetProperty("iscrowd").GetInt32() == 1, info.GetProperty("area").GetInt32(),
                    (box[0], box[1], box[0] + box[2], box[1] + box[3]));
            });
            var found = index.Of(image).Select(segment => (
                segment.Id, segment.TrainId, segment.IsCrowd, segment.Area,
                (segment.Box.Left, segment.Box.Top, segment.Box.Right, segment.Box.Bottom)));
            differing += recorded.SequenceEqual(found) ? 0 : 1;
        }

        return differing;
    }

    // The released code lists classes by their first appearance; here they are in the order of their ids, which no draw depends on.
    private int Classes(SegmentIndex index)
    {
        var segments = new ClassSegments(index, CropFork.Sampler(root.GetProperty("mask2former").GetProperty("limits")), scenes.Name);
        var appearing = Enumerable.Range(0, index.Images).SelectMany(index.Of).Where(segment => !segment.IsCrowd)
            .Select(segment => segment.TrainId).Distinct();
        var recorded = FixtureJson.Integers(root.GetProperty("index").GetProperty("cat_ids")).Select(TrainId).ToArray();
        var lists = root.GetProperty("index").GetProperty("imgs_per_cat").EnumerateObject().Count(entry =>
            !segments.ImagesOf(TrainId(int.Parse(entry.Name, CultureInfo.InvariantCulture)))
                .Select(image => scenes.Files(image).Name).SequenceEqual(entry.Value.EnumerateArray().Select(id => id.GetString()!)));
        return lists + (recorded.SequenceEqual(appearing) ? 0 : 1) + (recorded.Order().SequenceEqual(segments.Classes) ? 0 : 1);
    }

    private int Stream()
    {
        var stream = root.GetProperty("class_stream");
        var categories = FixtureJson.Integers(root.GetProperty("index").GetProperty("cat_ids"));
        var indices = FixtureJson.Integers(stream.GetProperty("indices"));
        var named = FixtureJson.Integers(stream.GetProperty("category_ids"));
        return indices.Chunk(categories.Length).Count(pass => !pass.Order().SequenceEqual(Enumerable.Range(0, categories.Length)))
            + (indices.Select(index => categories[index]).SequenceEqual(named) ? 0 : 1);
    }
}
