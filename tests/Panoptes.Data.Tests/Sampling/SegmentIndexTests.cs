using Panoptes.Data.Configuration;
using Panoptes.Data.Readers;
using Panoptes.Data.Sampling;
using Panoptes.Data.Synthetic;
using Panoptes.Foundation;
using Panoptes.Imaging.Geometries;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.Sampling;

public sealed class SegmentIndexTests
{
    private const string Panoptic = "data/coco_panoptic_sample";
    private static readonly MadeUpSegment One = new(MadeUpSegments.Car, new PixelRectangle(3, 4, 9, 12));

    [Fact]
    public void An_index_is_built_once_and_says_the_same_when_it_is_read()
    {
        using var folder = new TemporaryFolder();
        var scenes = new SyntheticDataset(new SyntheticScenes(96, 64, 3), 12);
        var told = new List<int>();
        var built = new SegmentIndexStore(folder.Path).Open(scenes, new SegmentIndexOptions { Progress = (done, _) => told.Add(done) });
        Assert.Equal(Enumerable.Range(1, 12), told);
        var read = new SegmentIndexStore(folder.Path).Open(
            scenes, new SegmentIndexOptions { Progress = (_, _) => Assert.Fail("built again") });
        Assert.Equal((12, built.Segments), (read.Images, read.Segments));
        for (var image = 0; image < 12; image++)
        {
            Assert.Equal((96, 64), read.SizeOf(image));
            Assert.Equal(built.Of(image), read.Of(image));
            var map = scenes.Load(image).Segments!;
            Assert.Equal(map.Segments.Select(segment => (long)segment.Id), read.Of(image).Select(segment => segment.Id));
            Assert.All(read.Of(image), segment =>
            {
                var at = Enumerable.Range(0, 96 * 64).Where(i => map.Ids.Pixels[i] == segment.Id).ToArray();
                Assert.Equal(at.Length, segment.Area);
                Assert.Equal(
                    new PixelRectangle(at.Min(i => i % 96), at.Min(i => i / 96), at.Max(i => i % 96) + 1, at.Max(i => i / 96) + 1),
                    segment.Box);
            });
        }

        // Some 15 bytes a segment, with what an image takes.
        var file = new FileInfo(Directory.GetFiles(folder.Path).Single());
        Assert.InRange(file.Length, 1, 100 + (16 * read.Segments) + (4 * read.Images));
    }

    [Fact]
    public void The_count_of_threads_changes_nothing()
    {
        using var folder = new TemporaryFolder();
        var scenes = new SyntheticDataset(new SyntheticScenes(64, 32, 9), 20);
        var files = new[] { 1, 4 }.Select(threads =>
        {
            new SegmentIndexStore(folder[$"{threads}"]).Open(scenes, new SegmentIndexOptions { Threads = threads });
            return File.ReadAllBytes(Directory.GetFiles(folder[$"{threads}"]).Single());
        }).ToArray();
        Assert.Equal(files[0], files[1]);
    }

    [Fact]
    public void Changed_labels_make_another_index()
    {
        using var folder = new TemporaryFolder();
        folder.Write("labels/0", "a");
        var store = new SegmentIndexStore(folder["index"]);
        MadeUpSegments Data() => new(32, 16, [[One]]) { LabelFile = _ => folder["labels/0"] };
        var first = store.PathOf(Data());
        store.Open(Data());
        File.SetLastWriteTimeUtc(folder["labels/0"], new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.NotEqual(first, store.PathOf(Data()));
        folder.Write("labels/0", "bc");
        Assert.NotEqual(first, store.PathOf(Data()));
        var again = Data();
        store.Open(again);
        Assert.Equal(1, again.Loads);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(-1)]
    public void A_damaged_index_is_said_and_built_again(int at)
    {
        using var folder = new TemporaryFolder();
        var data = new MadeUpSegments(32, 16, [[One], []]);
        var store = new SegmentIndexStore(folder.Path);
        var expected = store.Open(data).Of(0).ToArray();
        var path = store.PathOf(data);
        var bytes = File.ReadAllBytes(path);
        bytes[at < 0 ? bytes.Length + at : at] ^= 0x10;
        File.WriteAllBytes(path, bytes);
        var said = new List<string>();
        Assert.Equal(expected, store.Open(data, new SegmentIndexOptions { Warn = said.Add }).Of(0));
        Assert.Contains($"{path} is damaged", Assert.Single(said));
        File.WriteAllBytes(path, bytes[..20]);
        store.Open(data, new SegmentIndexOptions { Warn = said.Add });
        Assert.Equal(2, said.Count);
        Assert.Equal(expected, store.Open(data, new SegmentIndexOptions { Warn = _ => Assert.Fail("not mended") }).Of(0));
    }

    [Fact]
    public void An_index_of_other_files_under_the_name_of_this_one_is_not_used()
    {
        using var folder = new TemporaryFolder();
        var (here, other) = (new MadeUpSegments(32, 16, [[One]]), new MadeUpSegments(32, 16, [[One], [One]]));
        var store = new SegmentIndexStore(folder.Path);
        store.Open(other);
        File.Move(store.PathOf(other), store.PathOf(here));
        var said = new List<string>();
        Assert.Equal(1, store.Open(here, new SegmentIndexOptions { Warn = said.Add }).Images);
        Assert.Contains("is of other files", Assert.Single(said));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_said_and_the_index_used_all_the_same()
    {
        using var folder = new TemporaryFolder();
        folder.Write("file", "no folder");
        var said = new List<string>();
        var index = new SegmentIndexStore(folder["file/below"]).Open(
            new MadeUpSegments(32, 16, [[One]]), new SegmentIndexOptions { Warn = said.Add });
        Assert.Equal(1, index.Segments);
        Assert.Contains("data.segment_index", said[^1]);
    }

    [Fact]
    public void Labels_that_cannot_be_read_are_an_error_or_left_out_for_this_time()
    {
        using var folder = new TemporaryFolder();
        var data = new MadeUpSegments(32, 16, [[One], [One]]);
        data.Broken.Add(1);
        var store = new SegmentIndexStore(folder.Path);
        Assert.Contains("image 1", Assert.Throws<InputException>(() => store.Open(data)).Message);
        var said = new List<InputException>();
        var index = store.Open(data, new SegmentIndexOptions { Unreadable = said.Add });
        Assert.Equal((2, 1L), (index.Images, index.Segments));
        Assert.Single(said);
        data.Broken.Clear();
        Assert.Equal(2, store.Open(data).Segments);
    }

    [Fact]
    public void Giving_up_keeps_nothing()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var data = new MadeUpSegments(32, 16, [[One], [One], [One], [One]]);
        var store = new SegmentIndexStore(folder["index"]);
        Assert.Throws<OperationCanceledException>(() => store.Open(data, new SegmentIndexOptions
        {
            Threads = 1,
            Cancel = stop.Token,
            Progress = (done, _) => stop.Cancel(),
        }));
        Assert.False(Directory.Exists(folder["index"]));
        Assert.InRange(data.Loads, 1, 3);
    }

    [NeedsSharedFact(Panoptic)]
    public void A_real_panoptic_folder_is_indexed_by_its_segments()
    {
        using var folder = new TemporaryFolder();
        var config = new DataConfig
        {
            Root = SharedFiles.Path(Panoptic)!,
            Annotations = "panoptic_examples.json",
            Images = "input_images",
        };
        var data = Datasets.Open(config, "val");
        var index = new SegmentIndexStore(folder.Path).Open(data);
        Assert.Equal(data.Count, index.Images);
        Assert.All(Enumerable.Range(0, data.Count), image => Assert.Equal(
            data.Load(image).Segments!.Segments.Select(segment => (segment.CategoryTrainId, segment.IsCrowd, (long)segment.Area)),
            index.Of(image).Select(segment => (segment.TrainId, segment.IsCrowd, (long)segment.Area))));
    }
}
