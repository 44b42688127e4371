using Panoptes.Imaging;
using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Pixels;

namespace Panoptes.Metrics.Tests.Panoptic;

public class PanopticTableTests
{
    [Fact]
    public void Ids_that_no_table_lists_are_void_on_their_side()
    {
        var truth = new Plane<int>(6, 1, [1, 1, 1, 7, 7, 0]);
        var prediction = new Plane<int>(6, 1, [3, 3, 9, 3, 9, 9]);
        var table = PanopticTable.Of(
            truth, [new PanopticSegment(1, 0, false, 3)], prediction, [new PanopticSegment(3, 0, false, 3)], new SegmentPairCounter());

        Assert.Equal([new SegmentPair(0, 0, 2), new SegmentPair(0, 3, 1), new SegmentPair(1, 0, 1), new SegmentPair(1, 3, 2)], table.Pairs);
        // Void leaves the union: 2 of 3 + 3 - 2 - 1 pixels.
        Assert.Equal(2 / 3.0, Assert.Single(PanopticMatcher.Match(table).Matches).IoU, 12);
    }
}
