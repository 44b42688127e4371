using Panoptes.Imaging;
using Panoptes.Imaging.Masks;
using Panoptes.PseudoLabels.Instances;

namespace Panoptes.PseudoLabels.Tests.Instances;

public sealed class ProposalPainterTests
{
    [Fact]
    public void The_second_of_two_equal_masks_loses_its_score_and_a_distant_one_keeps_it()
    {
        RunLengthMask[] masks = [Box(0, 0, 10, 10), Box(0, 0, 10, 10), Box(15, 15, 5, 5)];
        var scores = MatrixSuppression.Scores(masks, [0.9, 0.8, 0.7], 2);
        Assert.Equal(0.9, scores[0]);
        Assert.Equal(0.8 * Math.Exp(-2), scores[1], 1e-9);
        Assert.Equal(0.7, scores[2]);
        Assert.Equal([0.9, 0.8, 0.7], MatrixSuppression.Scores(masks, [0.9, 0.8, 0.7], 0));
    }

    [Fact]
    public void A_mask_that_is_itself_suppressed_suppresses_others_less()
    {
        // The third overlaps the second by half, which the first covers whole.
        RunLengthMask[] masks = [Box(0, 0, 10, 10), Box(0, 0, 10, 10), Box(0, 0, 10, 20)];
        var scores = MatrixSuppression.Scores(masks, [0.9, 0.8, 0.7], 2);
        Assert.Equal(0.7 * Math.Min(Math.Exp(-2 * 0.25), Math.Exp(-2 * (0.25 - 1))), scores[2], 1e-9);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 25)]
    public void A_small_mask_inside_a_large_one_is_seen_only_on_top(bool largerOnTop, int expected)
    {
        RunLengthMask[] masks = [Box(0, 0, 20, 20), Box(5, 5, 5, 5)];
        var config = new ProposalConfig { LargerOnTop = largerOnTop, MinPixels = 1 };
        var painted = ProposalPainter.Paint(masks, [1, 1], 24, 24, config);
        Assert.Equal(expected, painted.Pixels.Count(id => id == 2));
        Assert.Equal(400, painted.Pixels.Count(id => id > 0));
    }

    [Fact]
    public void Holes_are_filled_and_what_is_too_small_or_too_large_goes()
    {
        var ring = new Plane<byte>(24, 24);
        for (var i = 0; i < ring.Pixels.Length; i++)
        {
            ring.Pixels[i] = i % 24 < 12 && i / 24 < 12 && !(i % 24 is 5 or 6 && i / 24 is 5 or 6) ? (byte)1 : (byte)0;
        }

        var config = new ProposalConfig { MinPixels = 10, MaxShare = 0.3 };
        var painted = ProposalPainter.Paint([RunLengthMask.Encode(ring), Box(20, 20, 3, 3)], [1, 1], 24, 24, config);
        Assert.Equal(144, painted.Pixels.Count(id => id == 1));
        Assert.Equal(1, painted.Pixels.Max());
        Assert.Equal(0, ProposalPainter.Paint([RunLengthMask.Encode(ring)], [1], 24, 24, config with { MaxShare = 0.2 }).Pixels.Max());
    }

    private static RunLengthMask Box(int x, int y, int width, int height)
    {
        var part = new Plane<byte>(width, height);
        part.Pixels.AsSpan().Fill(1);
        return RunLengthMask.Encode(part, x, y, 24, 24);
    }
}
