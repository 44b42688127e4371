using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Data.Samples;
using Panoptes.Data.Sampling;
using Panoptes.Data.Synthetic;
using Panoptes.Data.Targets;
using Panoptes.Foundation;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.Loading;

public sealed class IncompleteDatasetTests
{
    private static readonly SyntheticDataset Scenes = new(new SyntheticScenes(160, 96, 3), 30);
    private static readonly StreamConfig Drop = new() { DropObjects = 0.4 };

    [Theory]
    [InlineData(null)]
    [InlineData("road")]
    public void Removed_objects_lack_in_every_layer_alike_and_the_rest_stays(string? becomes)
    {
        var incomplete = (IncompleteDataset)IncompleteDataset.Of(Scenes, "labeled", Drop with { DropTo = becomes });
        var target = becomes is null ? Scenes.Classes.VoidTrainId : Scenes.Classes.Names.ToList().IndexOf(becomes);
        var (removed, all) = (0, 0);
        for (var index = 0; index < Scenes.Count; index++)
        {
            var (whole, sample) = (Scenes.Load(index), incomplete.Load(index));
            var before = whole.Segments!.Segments.ToDictionary(segment => segment.Id);
            var after = sample.Segments!.Segments.ToDictionary(segment => segment.Id);
            var things = before.Values.Where(segment => segment.IsThing).ToList();
            all += things.Count;
            removed += things.Count(thing => incomplete.IsRemoved(index, thing.Id));
            Assert.All(things, thing => Assert.Equal(!incomplete.IsRemoved(index, thing.Id), after.ContainsKey(thing.Id)));
            for (var i = 0; i < whole.Labels!.Pixels.Length; i++)
            {
                var id = whole.Segments.Ids.Pixels[i];
                var gone = id > 0 && before[id].IsThing && incomplete.IsRemoved(index, id);
                Assert.Equal(gone ? target : whole.Labels.Pixels[i], sample.Labels!.Pixels[i]);
                var now = sample.Segments.Ids.Pixels[i];
                Assert.Equal(gone ? becomes is null ? 0 : target : -1, gone ? now == 0 ? 0 : after[now].CategoryTrainId : -1);
                Assert.True(gone || now == id);
            }

            Assert.All(after.Values, segment => Assert.Equal(segment.Area, sample.Segments.Ids.Pixels.Count(id => id == segment.Id)));
        }

        Assert.InRange((double)removed / all, 0.3, 0.5);
    }

    [Fact]
    public void The_same_objects_lack_each_time_and_others_for_another_seed()
    {
        var one = new IncompleteDataset(Scenes, 0.4, 0);
        var same = new IncompleteDataset(Scenes, 0.4, 0);
        var other = new IncompleteDataset(Scenes, 0.4, 1);
        Assert.Equal(one.Load(3).Segments!.Ids.Pixels, same.Load(3, SampleParts.Segments).Segments!.Ids.Pixels);
        Assert.Contains(Enumerable.Range(0, 300), id => one.IsRemoved(0, id) != other.IsRemoved(0, id));
        Assert.Null(one.Load(2, SampleParts.Labels).Segments);
    }

    [Fact]
    public void Each_removal_has_an_index_of_segments_of_its_own()
    {
        using var folder = new TemporaryFolder();
        var store = new SegmentIndexStore(folder.Path);
        long Segments(IDataset dataset) => store.Open(dataset).Segments;
        var one = new IncompleteDataset(Scenes, 0.4, 0);
        var whole = Segments(Scenes);
        Assert.InRange(Segments(one), 1, whole - 1);
        Assert.Equal(whole, Segments(Scenes));
        IncompleteDataset[] others = [new(Scenes, 0.5, 0), new(Scenes, 0.4, 1), new(Scenes, 0.4, 0, becomes: 0)];
        Assert.All(others, other => Assert.NotEqual(store.PathOf(one), store.PathOf(other)));
        Assert.Equal(store.PathOf(one), store.PathOf(new IncompleteDataset(Scenes, 0.4, 0)));
    }

    [Fact]
    public void Objects_with_masks_of_their_own_are_removed_by_the_same_ids()
    {
        var whole = new WithMasks(Scenes);
        var incomplete = new IncompleteDataset(whole, 0.4, 5);
        for (var index = 0; index < 8; index++)
        {
            var (before, after) = (whole.Load(index), incomplete.Load(index));
            Assert.Equal(
                before.Instances!.Where(one => !incomplete.IsRemoved(index, one.Id)).Select(one => one.Id),
                after.Instances!.Select(one => one.Id));
            var gone = before.Instances!.Where(one => incomplete.IsRemoved(index, one.Id)).Sum(one => one.Mask.Area);
            Assert.Equal(gone, after.Labels!.Pixels.Count(id => id == 255) - before.Labels!.Pixels.Count(id => id == 255));
        }
    }

    [Fact]
    public void What_cannot_be_removed_or_become_is_refused_by_its_key()
    {
        Assert.Same(Scenes, IncompleteDataset.Of(Scenes, "labeled", new StreamConfig()));
        Assert.Contains("data.streams.more.drop_to", Assert.Throws<InputException>(
            () => IncompleteDataset.Of(Scenes, "more", Drop with { DropTo = "car" })).Message);
        var labels = new Targets.RecordedDataset(3, _ => (64, 48), SampleParts.Semantic);
        Assert.Contains("data.streams.more.drop_objects", Assert.Throws<InputException>(
            () => IncompleteDataset.Of(labels, "more", Drop)).Message);
        Assert.Contains("drop_to", Assert.Throws<InputException>(() => new StreamConfig { DropTo = "road" }.Validate("more")).Message);
        Assert.Contains("drop_objects", Assert.Throws<InputException>(() => new StreamConfig { DropObjects = 2 }.Validate("more")).Message);
    }

    private sealed class WithMasks(IDataset scenes) : IDataset
    {
        public string Name => "masks";

        public int Count => scenes.Count;

        public ClassTable Classes => scenes.Classes;

        public IReadOnlyList<string> Notes => [];

        public SampleParts Available => SampleParts.Semantic | SampleParts.Instances;

        public SampleFiles Files(int index) => scenes.Files(index);

        public Sample Load(int index, SampleParts parts = SampleParts.All)
        {
            var sample = scenes.Load(index);
            return new Sample(sample.Files, sample.Image)
            {
                StoredLabels = sample.StoredLabels,
                Instances = SegmentInstances.Of(sample.Segments!),
            };
        }
    }
}
