using Panoptes.Data.Configuration;
using Panoptes.Data.LabelContracts;
using Panoptes.Data.PseudoLabels;
using Panoptes.Imaging;

namespace Panoptes.Data.Tests.PseudoLabels;

public sealed class PseudoLabelPainterTests
{
    // Train ids: cluster 3 is 0, 1 is 1 (stuff); 2 is 2, 0 is 3 (things).
    private const ushort Void = 255;

    [Fact]
    public void The_class_of_an_object_is_the_mode_and_void_does_not_vote()
    {
        var layers = Paint([2, 2, Void, Void, Void, 0], [5, 5, 5, 5, 5, 5]);
        var segment = Assert.Single(layers.Segments.Segments);
        Assert.Equal((5, 2, true, 6L), (segment.Id, segment.CategoryTrainId, segment.IsThing, segment.Area));
        Assert.Equal([2, 2, Void, Void, Void, 3], layers.TrainIds.Pixels.Select(id => (int)id));
    }

    [Fact]
    public void Of_equally_many_the_lowest_cluster_is_the_class() =>
        Assert.Equal(3, Assert.Single(Paint([2, 2, 0, 0], [1, 1, 1, 1]).Segments.Segments).CategoryTrainId);

    [Fact]
    public void One_void_pixel_takes_an_object_out_where_the_largest_id_counts()
    {
        var rules = new PseudoLabelRules { InstanceClass = InstanceClassRule.Largest };
        Assert.Equal(2, Assert.Single(Paint([0, 0, 2], [1, 1, 1], rules).Segments.Segments).CategoryTrainId);
        var layers = Paint([0, 0, 2, Void, 1], [1, 1, 1, 1, 0], rules);
        Assert.DoesNotContain(layers.Segments.Segments, segment => segment.IsThing);
        Assert.Equal([Void, Void, Void, Void, 1], layers.TrainIds.Pixels.Select(id => (int)id));
    }

    [Fact]
    public void An_object_of_stuff_is_void_and_other_stuff_is_a_segment()
    {
        var layers = Paint([1, 1, 1, 3], [4, 4, 0, 0]);
        Assert.Equal([Void, Void, 1, 0], layers.TrainIds.Pixels.Select(id => (int)id));
        Assert.Equal([(0, 1L), (1, 1L)], layers.Segments.Segments.Select(segment => (segment.CategoryTrainId, segment.Area)));
        Assert.Equal([0, 0], layers.Segments.Ids.Pixels[..2]);
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, Void)]
    public void A_thing_without_object_keeps_its_class_or_is_void_and_is_no_segment(bool ignores, int expected)
    {
        var layers = Paint([2, 2, 1], [0, 3, 0], new PseudoLabelRules { IgnoreUnknownThings = ignores });
        Assert.Equal([expected, 2, 1], layers.TrainIds.Pixels.Select(id => (int)id));
        Assert.Equal(0, layers.Segments.Ids.Pixels[0]);
        Assert.Equal(2, layers.Segments.Segments.Count);
    }

    [Fact]
    public void Segments_cover_their_areas_and_no_two_share_an_id()
    {
        var layers = Paint([2, 0, 1, 3, 3, 2, Void], [9, 300, 0, 0, 0, 9, 9]);
        Assert.Equal(layers.Segments.Segments.Select(segment => segment.Id).Distinct().Count(), layers.Segments.Segments.Count);
        Assert.All(layers.Segments.Segments, segment => Assert.Equal(
            segment.Area, layers.Segments.Ids.Pixels.Count(id => id == segment.Id)));
        Assert.Equal([9, 300], layers.Segments.Segments.Where(segment => segment.IsThing).Select(segment => segment.Id));
    }

    private static PseudoLabelLayers Paint(ushort[] clusters, int[] instances, PseudoLabelRules? rules = null)
    {
        var contract = LabelFolder.Contract;
        var maps = new PseudoLabelMaps(new Plane<ushort>(clusters.Length, 1, clusters), new Plane<int>(clusters.Length, 1, instances));
        return new PseudoLabelPainter(contract, ContractClasses.Of(contract, "test"), rules ?? new PseudoLabelRules()).Paint(maps, "test");
    }
}
