using Panoptes.Data.Configuration;
using Panoptes.Data.Sampling;
using Panoptes.Foundation;
using Panoptes.Imaging.Geometries;

namespace Panoptes.Data.Tests.Sampling;

public sealed class RepeatSamplerTests
{
    private static readonly SamplerConfig Config = new() { Kind = SamplerKind.RepeatFactor };
    private static readonly MadeUpSegment Car = new(MadeUpSegments.Car, new PixelRectangle(0, 0, 2, 2));
    private static readonly MadeUpSegment Person = new(MadeUpSegments.Person, new PixelRectangle(4, 0, 6, 2));
    private static readonly MadeUpSegment Road = new(MadeUpSegments.Road, new PixelRectangle(0, 4, 6, 6));

    [Fact]
    public void The_image_of_a_rare_class_comes_six_or_seven_times_and_the_others_three_or_four()
    {
        var factors = Factors(Config, [Car], [Car], [Car, Person], [Car]);
        Assert.Equal([3.162, 3.162, 6.325, 3.162], factors.Factors.Select(factor => Math.Round(factor, 3)));
        var sampler = new RepeatSampler(factors, seed: 5);
        var (at, counts) = (0L, new double[4]);
        for (var pass = 0; pass < 1000; pass++)
        {
            var drawn = new int[4];
            for (var end = at + sampler.Length(pass); at < end; at++)
            {
                drawn[sampler.At(at)]++;
            }

            for (var image = 0; image < 4; image++)
            {
                Assert.InRange(drawn[image], image == 2 ? 6 : 3, image == 2 ? 7 : 4);
                counts[image] += drawn[image] / 1000.0;
            }
        }

        Assert.All(counts.Zip(factors.Factors), count => Assert.Equal(count.Second, count.First, 0.06));
    }

    [Fact]
    public void An_image_of_a_tenth_of_all_is_drawn_ten_times() => Assert.Equal(
        10, Factors(Config, [[Car, Person], .. Enumerable.Repeat<MadeUpSegment[]>([Car], 9)]).Factors[0], 9);

    [Fact]
    public void No_factor_is_below_1() => Assert.Equal(
        [1.0, Math.Sqrt(2), 1.0], Factors(Config with { Threshold = 0.66666666666666663 }, [Car], [Car, Person], [Car]).Factors);

    [Fact]
    public void Images_without_what_counts_are_left_out_and_count_for_no_frequency()
    {
        MadeUpSegment[][] images = [[Car], [Road], [], [Car with { IsCrowd = true }, Person], [Road, Car with { IsCrowd = true }]];
        var things = Config with { IncludeStuff = false };
        Assert.Equal([0, 3], Factors(things, images).Images);
        Assert.Equal(Math.Sqrt(20), Factors(things, images).Factors[0], 9);
        Assert.Equal([0, 1, 3, 4], Factors(Config, images).Images);
        var all = Factors(things with { SkipEmpty = false }, images);
        Assert.Equal([0, 1, 2, 3, 4], all.Images);
        Assert.Equal([Math.Sqrt(50), 1, 1, Math.Sqrt(50), 1], all.Factors);
    }

    [Fact]
    public void What_comes_where_follows_from_seed_and_place_alone()
    {
        var factors = Factors(Config, [Car], [Car, Person], [Road], [Person, Road], [Car]);
        var first = new RepeatSampler(factors, 3);
        var expected = Enumerable.Range(0, 500).Select(place => first.At(place)).ToArray();
        var second = new RepeatSampler(factors, 3);
        var random = new SeededRandom(1);
        for (var i = 0; i < 300; i++)
        {
            var place = random.NextInt(0, 500);
            Assert.Equal(expected[place], second.At(place));
        }

        var third = new RepeatSampler(factors, 3);
        var parallel = new int[500];
        Parallel.For(0, 500, place => parallel[place] = third.At(place));
        Assert.Equal(expected, parallel);
        var other = new RepeatSampler(factors, 4);
        Assert.NotEqual(expected, Enumerable.Range(0, 500).Select(place => other.At(place)));
    }

    [Fact]
    public void Data_without_a_segment_that_counts_is_refused() => Assert.Contains(
        "no segment of a thing", Assert.Throws<InputException>(() => Factors(Config with { IncludeStuff = false }, [Road], [])).Message);

    private static RepeatFactors Factors(SamplerConfig config, params MadeUpSegment[][] images) =>
        new(SegmentIndex.Build(new MadeUpSegments(8, 8, images)), config, "made up");
}
