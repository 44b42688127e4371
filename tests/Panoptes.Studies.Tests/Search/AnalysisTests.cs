using Panoptes.Foundation;
using Panoptes.Studies.Search;

namespace Panoptes.Studies.Tests.Search;

public sealed class AnalysisTests
{
    private static readonly SearchConfig Config = new()
    {
        Trials = 60,
        Space = new Dictionary<string, SettingDistribution>
        {
            ["rate"] = new() { Low = 1e-5, High = 1e-1, Scale = SearchScale.Log },
            ["middle"] = new() { Low = 0, High = 1 },
            ["kind"] = new() { Values = ["a", "b", "c"] },
            ["nothing"] = new() { Low = 0, High = 1 },
            ["also_nothing"] = new() { Values = ["x", "y"] },
        },
    };

    private static readonly FlatSearch Search = new(Config, true);

    [Fact]
    public void A_setting_that_matters_is_told_from_one_that_does_not()
    {
        var random = new SeededRandom(3);
        var importance = SettingImportance.Of(Config, Search, [.. Search.Trials.Select(trial => new RungResult(
            trial.Number, 0, RungState.Done,
            (0.1 * Math.Log10(Number(trial, "rate"))) - Math.Pow(Number(trial, "middle") - 0.5, 2)
                + (trial.Value("kind") == "b" ? 0.15 : 0) + (0.02 * random.NextNormal())))]);
        var byPath = importance.ToDictionary(setting => setting.Path);
        Assert.All(importance, setting => Assert.Equal(60, setting.Trials));
        Assert.True(byPath["rate"].PValue < 0.01 && byPath["rate"].RankCorrelation > 0.6, $"{byPath["rate"]}");
        Assert.True(byPath["kind"].PValue < 0.05 && byPath["kind"].RankCorrelation is null, $"{byPath["kind"]}");
        Assert.Equal("b", byPath["kind"].Groups.MaxBy(group => group.Mean)!.Name);
        Assert.True(byPath["nothing"].PValue > 0.05 && byPath["also_nothing"].PValue > 0.05);
        Assert.Equal(["kind", "middle", "rate"], importance.Take(3).Select(setting => setting.Path).Order());
    }

    [Fact]
    public void An_optimum_in_the_middle_is_seen_by_thirds()
    {
        var importance = SettingImportance.Of(Config, Search, [.. Search.Trials.Select(trial => new RungResult(
            trial.Number, 0, RungState.Done, -Math.Pow(Number(trial, "middle") - 0.5, 2)))]);
        var middle = importance.Single(setting => setting.Path == "middle");
        Assert.True(middle.PValue < 0.01, $"{middle}");
        Assert.Equal("middle third", middle.Groups.MaxBy(group => group.Mean)!.Name);
    }

    [Fact]
    public void Settings_that_do_nothing_are_called_important_about_as_often_as_is_said()
    {
        var few = 0;
        for (var seed = 0; seed < 10; seed++)
        {
            var random = new SeededRandom(seed, 8);
            few += SettingImportance.Of(Config, Search, [.. Search.Trials.Take(20)
                    .Select(trial => new RungResult(trial.Number, 0, RungState.Done, random.NextNormal()))])
                .Count(setting => setting.PValue < 0.1);
        }

        // 50 tests at 0.1, of which those of numbers are a little too careful.
        Assert.InRange(few, 1, 11);
    }

    [Fact]
    public void Below_ten_trials_nothing_is_shown()
    {
        var importance = SettingImportance.Of(
            Config, Search, [.. Search.Trials.Take(12).Select(trial => new RungResult(
                trial.Number, 0, trial.Number < 3 ? RungState.Failed : RungState.Done, trial.Number))]);
        Assert.All(importance, setting => Assert.Equal((9, false, (double?)null), (setting.Trials, setting.IsShown, setting.Spread)));
    }

    [Fact]
    public void The_table_puts_longer_trainings_first_and_failed_ones_last()
    {
        var search = new HalvingSearch(
            Config with { Method = SearchMethod.Halving, Halving = new HalvingConfig { LeastSteps = 10, MostSteps = 90 } }, true);
        RungResult[] results =
        [
            new(0, 0, RungState.Failed), new(1, 0, RungState.Done, 0.9), new(2, 0, RungState.Done, 0.95), new(2, 1, RungState.Done, 0.4),
            new(3, 0, RungState.Open), new(4, 0, RungState.Done, 0.99), new(4, 1, RungState.Failed), new(5, 0, RungState.Done, 0.97),
            new(5, 1, RungState.Done, 0.5), new(5, 2, RungState.Open),
        ];
        var table = SearchTable.Of(search, results, true);
        Assert.Equal([5, 2, 4, 1, 3, 0], table.Rows.Select(row => row.Trial.Number));
        Assert.Equal([30L, 30, 10, 10, 10, 10], table.Rows.Select(row => row.Steps!.Value));
        Assert.Equal((2, 5), (table.Failed, table.Settings.Count));
    }

    [Fact]
    public void The_curve_goes_by_what_was_spent_when_trainings_ended()
    {
        var search = new HalvingSearch(
            Config with { Method = SearchMethod.Halving, Halving = new HalvingConfig { LeastSteps = 10, MostSteps = 90 } }, true);
        RungResult[] results =
        [
            Ended(2, 0, 3, 0.9), Ended(0, 0, 1, 0.5), Ended(1, 0, 2, null), Ended(2, 1, 4, 0.6), Ended(4, 0, 5, 0.99),
            new(5, 0, RungState.Open),
        ];
        Assert.Equal(
            [new(10, 0, 0.5), new(20, 0, 0.5), new(30, 0, 0.9), new(60, 1, 0.6), new(70, 1, 0.6)],
            BestSoFar.Of(search, results, true, 0));
        Assert.Equal(0.5, BestSoFar.Of(search, results, false, 0)[2].Best);
    }

    private static RungResult Ended(int trial, int rung, int second, double? metric) =>
        new(trial, rung, RungState.Done, metric) { Ended = DateTime.UnixEpoch.AddSeconds(second) };

    private static double Number(Trial trial, string path) => SettingDistribution.NumberOf(trial.Value(path)!)!.Value;
}
