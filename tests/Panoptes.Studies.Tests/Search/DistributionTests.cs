using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Panoptes.Foundation;
using Panoptes.Studies.Search;

namespace Panoptes.Studies.Tests.Search;

public sealed class DistributionTests
{
    [Fact]
    public void Numbers_lie_in_their_range_on_either_scale() => Prop.ForAll(Ranges(), (SettingDistribution range) =>
        Draws(range, 50).All(number => number >= range.Low && number <= range.High)).QuickCheckThrowOnFailure();

    [Fact]
    public void Numbers_of_a_step_lie_on_it() => Prop.ForAll<byte, byte, PositiveInt>((low, steps, size) =>
    {
        var step = size.Get % 50 * 0.01 + 0.01;
        var range = new SettingDistribution { Low = low, High = low + (step * (steps + 1)), Step = step };
        return Draws(range, 30).All(number => Math.Abs(((number - low) / step) - Math.Round((number - low) / step)) < 1e-6)
            && range.Points()!.Count == steps + 2;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(SearchScale.Linear)]
    [InlineData(SearchScale.Log)]
    public void Both_ends_of_whole_numbers_are_drawn(SearchScale scale)
    {
        var range = new SettingDistribution { Low = 1, High = 6, Integer = true, Scale = scale };
        Assert.Equal([1, 2, 3, 4, 5, 6], Draws(range, 600).Distinct().Order());
    }

    [Fact]
    public void Whole_numbers_are_as_likely_as_each_other_the_ends_as_well()
    {
        var draws = Draws(new SettingDistribution { Low = -2, High = 2, Integer = true }, 10_000);
        Assert.All(draws.GroupBy(number => number), group => Assert.InRange(group.Count(), 1_800, 2_200));
    }

    [Fact]
    public void Every_factor_is_as_likely_on_the_logarithmic_scale()
    {
        var draws = Draws(new SettingDistribution { Low = 1e-5, High = 1e-1, Scale = SearchScale.Log }, 10_000);
        foreach (var decade in new[] { 1e-5, 1e-4, 1e-3, 1e-2 })
        {
            Assert.InRange(draws.Count(number => number >= decade && number < decade * 10), 2_350, 2_650);
        }
    }

    [Fact]
    public void A_step_on_the_logarithmic_scale_is_a_factor()
    {
        Assert.Equal(
            ["1E-05", "0.0001", "0.001", "0.01"],
            new SettingDistribution { Low = 1e-5, High = 1e-2, Scale = SearchScale.Log, Step = 10 }.Points());
        Assert.Equal(
            ["1", "2", "4", "8"],
            new SettingDistribution { Low = 1, High = 15, Scale = SearchScale.Log, Step = 2, Integer = true }.Points());
    }

    [Fact]
    public void Steps_do_not_gather_rounding_errors() =>
        Assert.Equal(
            ["0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7"], new SettingDistribution { Low = 0.1, High = 0.7, Step = 0.1 }.Points());

    [Fact]
    public void Texts_are_read_back_as_the_same_number_by_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = new NumberFormatInfo { NumberDecimalSeparator = "," } };
        try
        {
            Assert.All(
                Enumerable.Range(0, 50).Select(seed => new SettingDistribution { Low = 0.5, High = 2 }.Draw(new SeededRandom(seed))),
                text => Assert.DoesNotContain(',', text));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static double[] Draws(SettingDistribution distribution, int count) =>
        [.. Enumerable.Range(0, count).Select(seed =>
            double.Parse(distribution.Draw(new SeededRandom(seed)), NumberStyles.Float, CultureInfo.InvariantCulture))];

    private static Arbitrary<SettingDistribution> Ranges() => Arb.From(
        from low in Gen.Choose(1, 1_000_000)
        from width in Gen.Choose(1, 1_000_000)
        from magnitude in Gen.Choose(-12, 6)
        from scale in Gen.Elements(SearchScale.Linear, SearchScale.Log)
        from integer in Gen.Elements(true, false)
        let unit = integer ? 1 : Math.Pow(10, magnitude)
        select new SettingDistribution { Low = low * unit, High = (low + width) * unit, Scale = scale, Integer = integer });
}
