using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Models.Outputs.Readings.Boxes;

namespace Panoptes.Models.Tests.Outputs;

public sealed class SegmentMergeTests
{
    private const int Width = 8;
    private const int Height = 4;

    [Fact]
    public void A_sure_object_hides_a_less_sure_one_which_keeps_what_is_free()
    {
        var merge = new SegmentMerge(Width, Height);
        Assert.True(merge.AddThing(Columns(0, 4), 5, 0.9, 0.5));
        Assert.True(merge.AddThing(Columns(2, 6), 6, 0.8, 0.5));
        var prediction = merge.Prediction();
        Assert.Equal([(1, 5, 16L, 0.9), (2, 6, 8L, 0.8)], prediction.Segments.Select(s => (s.Id, s.Class, s.Area, s.Score)));
        Assert.Equal([1, 1, 1, 1, 2, 2, 0, 0], prediction.Ids.Row(1).ToArray());
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(1, false)]
    public void An_object_of_which_less_than_its_share_is_free_is_left_out(int first, bool stays)
    {
        var merge = new SegmentMerge(Width, Height);
        merge.AddThing(Columns(0, 4), 5, 0.9, 0.5);
        Assert.Equal(stays, merge.AddThing(Columns(first, first + 4), 6, 0.8, 0.5));
    }

    [Fact]
    public void An_object_of_which_just_its_share_is_free_stays()
    {
        // 1 - 0.8 is less than 4 of 20 in floating point.
        var merge = new SegmentMerge(Width, Height);
        merge.AddThing(Columns(0, 1), 5, 0.9, 0.8);
        Assert.True(merge.AddThing(Columns(0, 5), 6, 0.8, 0.8));
    }

    [Fact]
    public void An_empty_mask_is_no_object()
    {
        var merge = new SegmentMerge(Width, Height);
        Assert.False(merge.AddThing(new byte[Width * Height], 5, 0.9, 0.5));
        Assert.Empty(merge.Prediction().Segments);
    }

    [Theory]
    [InlineData(16, new[] { 1, 2 })]
    [InlineData(17, new[] { 1 })]
    public void Stuff_fills_what_is_free_where_it_covers_enough_and_the_map_of_objects_fills_nothing(double least, int[] expected)
    {
        // 8 pixels of the map of objects, 8 of class 3 and 16 of class 1; an object on all of class 3.
        int[] maps = [.. Enumerable.Range(0, Width * Height).Select(i => (i % Width) switch { < 2 => 0, < 4 => 2, _ => 1 })];
        var merge = new SegmentMerge(Width, Height);
        merge.AddThing(Columns(2, 4), 7, 0.9, 0.5);
        merge.AddStuff(maps, Enumerable.Repeat(0.75f, maps.Length).ToArray(), [ThingTable.AnyThing, 1, 3], least);
        var prediction = merge.Prediction();
        Assert.Equal(expected, prediction.Segments.Select(segment => segment.Id));
        Assert.Equal(0, prediction.Ids.Row(0)[0]);
        Assert.Equal(expected.Length == 2 ? 2 : 0, prediction.Ids.Row(0)[7]);
        Assert.All(prediction.Segments.Skip(1), segment => Assert.Equal((1, 16L, 0.75), (segment.Class, segment.Area, segment.Score)));
    }

    [Theory]
    [InlineData(null, 1024, 2048, 4096)]
    [InlineData(null, 512, 1024, 1024)]
    [InlineData(4096, 512, 1024, 4096)]
    public void The_least_area_of_stuff_is_a_share_unless_pixels_are_given(int? pixels, int height, int width, double expected) =>
        Assert.Equal(expected, new BoxReadingConfig { StuffArea = pixels }.LeastArea(height, width));

    private static byte[] Columns(int first, int end) =>
        [.. Enumerable.Range(0, Width * Height).Select(i => i % Width >= first && i % Width < end ? (byte)1 : (byte)0)];
}
