using Panoptes.Data.Configuration;
using Panoptes.Data.Readers;
using Panoptes.Data.Samples;
using Panoptes.Data.Sampling;
using Panoptes.Data.Splits;
using Panoptes.Foundation;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.Splits;

public sealed class SampleListTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("aachen/aachen_000000_000019")]
    [InlineData("aachen_000000_000019")]
    [InlineData("aachen_000000_000019_gtFine_instanceIds.png")]
    [InlineData("aachen_000000_000019_gtFine_polygons.json")]
    [InlineData("aachen/aachen_000000_000019_leftImg8bit.png")]
    [InlineData("./leftImg8bit/train/aachen/aachen_000000_000019_leftImg8bit.png")]
    [InlineData("  aachen\\aachen_000000_000019.PNG  ")]
    public void A_sample_is_found_by_whatever_its_files_are_called(string name) => Assert.Equal([0], Find(name));

    [Theory]
    [InlineData("bonn_000000_000019", "did you mean bonn/bonn_000001_000019?")]
    [InlineData("bonn/aachen_000000_000019", "a sample of named train")]
    [InlineData("same", "which may be aachen/same or bonn/same")]
    [InlineData("aachen_000000_000019_gtFine", "a sample of named train")]
    [InlineData("chen_000000_000019", "a sample of named train")]
    public void A_name_of_no_sample_or_of_several_is_refused_with_its_line(string name, string said)
    {
        var error = Assert.Throws<InputException>(() => Find("aachen/same", "", name));
        Assert.StartsWith($"{folder["list.txt"]}: line 3: found \"{name}\"", error.Message);
        Assert.Contains(said, error.Message);
    }

    [Fact]
    public void A_name_that_stands_twice_is_refused_with_both_lines()
    {
        var error = Assert.Throws<InputException>(() => Find("aachen/same", "bonn/same", "aachen/same.png"));
        var list = folder["list.txt"];
        Assert.StartsWith($"{list}: line 3: found \"aachen/same.png\" again, as in {list}: line 1", error.Message);
    }

    [Fact]
    public void A_list_without_a_name_or_of_another_kind_is_refused()
    {
        Assert.Contains("no name", Assert.Throws<InputException>(() => Find("", " ")).Message);
        Assert.Contains("no key \"images\"", Assert.Throws<InputException>(() => Find("{\"a\": [1]}")).Message);
        Assert.Contains("$.images[1]", Assert.Throws<InputException>(
            () => Find("{\"images\": [{\"file_name\": \"aachen/same.jpg\"}, {\"id\": 3}]}")).Message);
        Assert.Contains("no such file", Assert.Throws<InputException>(() => SampleListFile.Read(folder["none.txt"])).Message);
    }

    [Fact]
    public void The_images_of_a_coco_file_are_a_list()
    {
        Assert.Equal([1, 2], Find(
            "\n {\"info\": {\"x\": [1]}, \"annotations\": [], \"images\": [{\"id\": 1, \"file_name\": \"bonn_000001_000019.jpg\"},",
            "{\"file_name\": \"aachen/same.jpg\", \"id\": 2}], \"categories\": []}"));
        Assert.Contains("$.images[0].file_name", Assert.Throws<InputException>(
            () => Find("{\"images\": [{\"file_name\": \"other.jpg\"}]}")).Message);
    }

    [Fact]
    public void A_stream_draws_from_those_listed_or_from_all_but_those()
    {
        folder.CamVid("train", 6);
        var list = folder.Write("list.txt", "train04\ntrain01.png\n");
        Assert.Equal(["train01", "train04"], Names(Open(new StreamConfig { List = list })));
        Assert.Equal(["train00", "train02", "train03", "train05"], Names(Open(new StreamConfig { Exclude = list })));
        var one = folder.Write("one.txt", "train04\n");
        Assert.Equal(["train01"], Names(Open(new StreamConfig { List = list, Exclude = one })));
        Assert.Contains("names all samples", Assert.Throws<InputException>(
            () => Open(new StreamConfig { List = one, Exclude = list })).Message);
        Assert.Equal(6, Open(new StreamConfig()).Count);
        var chosen = Open(new StreamConfig { List = list });
        Assert.Equal("train04", chosen.Load(1).Name);
        Assert.Contains(chosen.Notes, note => note.Contains("2 of 6 samples", StringComparison.Ordinal));
    }

    [Fact]
    public void Shares_of_one_seed_lie_within_each_other_and_never_change()
    {
        folder.CamVid("train", 10);
        string[] Share(double share, long seed) => Names(Open(new StreamConfig { Share = share, ShareSeed = seed }));
        for (var seed = 0; seed < 10; seed++)
        {
            Assert.Equal([1, 3, 7], new[] { 0.01, 0.3, 0.7 }.Select(share => Share(share, seed).Length));
            Assert.Subset(Share(0.3, seed).ToHashSet(), Share(0.01, seed).ToHashSet());
            Assert.Subset(Share(0.7, seed).ToHashSet(), Share(0.3, seed).ToHashSet());
        }

        Assert.NotEqual(Share(0.5, 1), Share(0.5, 2));
        Assert.Equal("train05 train06 train09", string.Join(' ', Share(0.3, 0)));
    }

    [Fact]
    public void What_is_kept_of_one_choice_never_serves_another()
    {
        var (data, store) = (NamedSegments.Random(1, 12), new SegmentIndexStore(folder["index"]));
        IDataset Of(params int[] kept) => ChosenSamples.Of(data, kept, "stream a", "a test");
        var paths = new[] { data, Of(0, 1), Of(0, 2), Of(0, 1, 2) }.Select(store.PathOf).ToArray();
        Assert.Equal(4, paths.Distinct().Count());
        Assert.Equal(Of(0, 1).Name, Of(0, 1).Name);
        Assert.Equal(4, new[] { data, Of(0, 1), Of(0, 2), Of(0, 1, 2) }.Select(set => set.Name).Distinct().Count());
        Assert.Equal(2, store.Open(Of(3, 5)).Images);
    }

    [Fact]
    public void Shares_out_of_range_are_refused() => Assert.Contains(
        "data.streams.more.share", Assert.Throws<InputException>(() => new StreamConfig { Share = 0 }.Validate("more")).Message);

    private static string[] Names(IDataset dataset) => [.. Enumerable.Range(0, dataset.Count).Select(i => dataset.Files(i).Name)];

    private IDataset Open(StreamConfig stream)
    {
        var config = new DataConfig { Root = folder.Path };
        return new StreamSamples(config, Datasets.Open(config, "train")).Open("more", stream);
    }

    private int[] Find(params string[] lines)
    {
        var data = new NamedSegments(
            ["aachen/aachen_000000_000019", "aachen/same", "bonn/bonn_000001_000019", "bonn/same"], [[], [], [], []]);
        return new SampleNames(data).Find(SampleListFile.Read(folder.Write("list.txt", string.Join('\n', lines))));
    }
}
