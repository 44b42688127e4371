using System.Text;
using Panoptes.Foundation;
using Panoptes.Imaging.Masks;

namespace Panoptes.Imaging.Tests.Masks;

public sealed class MaskExtentTests
{
    [Fact]
    public void A_string_tells_what_its_mask_covers()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var mask = RandomRuns(new SeededRandom(seed));

            var extent = MaskExtent.FromCompressed(mask.Height, mask.Width, Encoding.ASCII.GetBytes(mask.ToCompressed()));

            Assert.Equal(new MaskExtent(mask.Area, mask.Box), extent);
        }
    }

    [Fact]
    public void The_box_is_that_of_the_published_walk()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var mask = RandomRuns(new SeededRandom(seed, 2));

            Assert.Equal(LiteralBox(mask), mask.Box);
        }
    }

    // Runs of both kinds in turn, some across columns, the first and now and then another one empty.
    private static RunLengthMask RandomRuns(SeededRandom random)
    {
        var (height, width) = (random.NextInt(1, 12), random.NextInt(1, 90));
        var runs = new List<uint>();
        for (var left = height * width; left > 0;)
        {
            var least = runs.Count == 0 || random.NextInt(0, 12) == 0 ? 0 : 1;
            var run = Math.Min(left, random.NextInt(least, random.NextInt(0, 2) == 0 ? 4 : 30));
            runs.Add((uint)run);
            left -= run;
        }

        return RunLengthMask.FromCounts(height, width, [.. runs]);
    }

    // maskApi.c, rleToBbox.
    private static MaskBox LiteralBox(RunLengthMask mask)
    {
        var counts = mask.Counts;
        var (h, xs, ys, xe, ye) = ((uint)mask.Height, (uint)mask.Width, (uint)mask.Height, 0u, 0u);
        var (at, before) = (0u, 0u);
        for (var j = 0; j < counts.Length / 2 * 2; j++)
        {
            at += counts[j];
            var last = unchecked(at - (uint)(j % 2));
            var (x, y) = (last / h, last % h);
            if (j % 2 == 0)
            {
                before = x;
            }
            else if (before < x)
            {
                (ys, ye) = (0, h - 1);
            }

            (xs, xe, ys, ye) = (Math.Min(xs, x), Math.Max(xe, x), Math.Min(ys, y), Math.Max(ye, y));
        }

        return counts.Length < 2 ? default : new MaskBox(xs, ys, unchecked(xe - xs + 1), unchecked(ye - ys + 1));
    }
}
