using Panoptes.Foundation;
using Panoptes.Imaging.Masks;

namespace Panoptes.Imaging.Tests.Masks;

public sealed class RunLengthMaskTests
{
    [Fact]
    public void Encoding_and_decoding_round_trips_and_both_text_forms_too()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var mask = RandomMask(new SeededRandom(seed));
            var code = RunLengthMask.Encode(mask);
            Assert.Equal(mask.Pixels, code.Decode().Pixels);
            Assert.Equal(mask.Pixels.Sum(p => (long)p), code.Area);
            Assert.Equal(PlainRuns(mask), code.Counts.ToArray());
            var text = code.ToCompressed();
            Assert.Equal(code.Counts.ToArray(), RunLengthMask.FromCompressed(mask.Height, mask.Width, text).Counts.ToArray());
            Assert.Equal(text, RunLengthMask.FromCounts(mask.Height, mask.Width, code.Counts).ToCompressed());
        }
    }

    [Fact]
    public void What_is_left_of_a_mask_is_what_its_pixels_leave_run_for_run()
    {
        for (var seed = 0; seed < 600; seed++)
        {
            var random = new SeededRandom(seed, 3);
            var (h, w) = (random.NextInt(1, 24), random.NextInt(1, 24));
            var (a, b) = (RandomMask(random, h, w), RandomMask(random, h, w));
            var left = new Plane<byte>(w, h);
            for (var i = 0; i < left.Pixels.Length; i++)
            {
                left.Pixels[i] = (byte)(a.Pixels[i] & ~b.Pixels[i]);
            }

            var without = RunLengthMask.Encode(a).Without(RunLengthMask.Encode(b));
            Assert.Equal(PlainRuns(left), without.Counts.ToArray());
            Assert.Equal(left.Pixels.Sum(p => (long)p), without.Area);
        }
    }

    [Fact]
    public void Overlaps_and_mergers_equal_those_of_the_pixels()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new SeededRandom(seed, 2);
            var (h, w) = (random.NextInt(1, 40), random.NextInt(1, 40));
            var (a, b) = (RandomMask(random, h, w), RandomMask(random, h, w));
            var (codeA, codeB) = (RunLengthMask.Encode(a), RunLengthMask.Encode(b));
            var both = a.Pixels.Zip(b.Pixels, (x, y) => x & y).Sum();
            var either = a.Pixels.Zip(b.Pixels, (x, y) => x | y).Sum();
            Assert.Equal(both, MaskOverlap.Intersection(codeA, codeB));
            Assert.Equal(both == 0 ? 0 : (double)both / either, MaskOverlap.IoU(codeA, codeB));
            Assert.Equal(both == 0 ? 0 : (double)both / codeA.Area, MaskOverlap.IoU(codeA, codeB, crowd: true));
            Assert.Equal(either, RunLengthMask.Merge([codeA, codeB]).Area);
            Assert.Equal(both, RunLengthMask.Merge([codeA, codeB], intersection: true).Area);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("Po")]
    [InlineData("xyz~")]
    [InlineData("0000000000000000000oooooooooooooooooo")]
    [InlineData("1O")]
    public void A_broken_code_is_refused(string text)
    {
        var error = Assert.Throws<InputException>(() => RunLengthMask.FromCompressed(4, 5, text, "results.json: $[3].segmentation"));
        Assert.Contains("results.json: $[3].segmentation", error.Message);
    }

    [Fact]
    public void Runs_that_do_not_fill_the_size_are_refused()
    {
        Assert.Throws<InputException>(() => RunLengthMask.FromCounts(4, 5, [19]));
        Assert.Throws<InputException>(() => RunLengthMask.FromCounts(4, 5, [uint.MaxValue, 21]));
        Assert.Throws<InputException>(() => RunLengthMask.FromCounts(0, 5, []));
        Assert.Throws<InputException>(() => RunLengthMask.FromCounts(100_000, 100_000, [1]));
    }

    [Fact]
    public void A_polygon_that_never_ends_or_is_no_number_is_refused()
    {
        Assert.Throws<InputException>(() => PolygonRasterizer.Fill([0, 0, 1e9, 0, 5, 5], 10, 10));
        Assert.Throws<InputException>(() => PolygonRasterizer.Fill([0, 0, double.NaN, 0, 5, 5], 10, 10));
        Assert.Throws<InputException>(() => PolygonRasterizer.Fill([0, 0, 5], 10, 10));
        Assert.Throws<InputException>(() => PolygonRasterizer.Fill([new double[] { 0, 0, 5, 5 }], 10, 10));
    }

    internal static Plane<byte> RandomMask(SeededRandom random, int h = 0, int w = 0)
    {
        (h, w) = h > 0 ? (h, w) : (random.NextInt(1, 50), random.NextInt(1, 80));
        var mask = new Plane<byte>(w, h);
        for (var box = random.NextInt(0, 5); box > 0; box--)
        {
            var value = (byte)random.NextInt(0, 4).CompareTo(0);
            var (x0, y0) = (random.NextInt(0, w), random.NextInt(0, h));
            var (x1, y1) = (random.NextInt(x0, w) + 1, random.NextInt(y0, h) + 1);
            for (var y = y0; y < y1; y++)
            {
                mask.Row(y)[x0..x1].Fill(value);
            }
        }

        for (var dots = random.NextInt(0, 6); dots > 0; dots--)
        {
            mask[random.NextInt(0, w), random.NextInt(0, h)] ^= 1;
        }

        return mask;
    }

    private static uint[] PlainRuns(Plane<byte> mask)
    {
        var (runs, value, run) = (new List<uint>(), 0, 0u);
        for (var x = 0; x < mask.Width; x++)
        {
            for (var y = 0; y < mask.Height; y++)
            {
                if (mask[x, y] != value)
                {
                    runs.Add(run);
                    (run, value) = (0, mask[x, y]);
                }

                run++;
            }
        }

        return [.. runs, run];
    }
}
