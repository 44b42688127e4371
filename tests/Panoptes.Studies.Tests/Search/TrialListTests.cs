using FsCheck;
using FsCheck.Fluent;
using Panoptes.Studies.Search;

namespace Panoptes.Studies.Tests.Search;

public sealed class TrialListTests
{
    private static readonly SettingDistribution Rate = new() { Low = 1e-5, High = 1e-2, Scale = SearchScale.Log };
    private static readonly SettingDistribution Kind = new() { Values = ["sgd", "adamw"] };
    private static readonly SettingDistribution Momentum = new()
    {
        Values = ["0.8", "0.9"],
        When = new Dictionary<string, string> { ["kind"] = "sgd" },
    };

    [Fact]
    public void More_trials_keep_the_earlier_ones() => Prop.ForAll<long, byte, byte>((seed, few, more) =>
    {
        var config = Random(seed, few + 1, ("rate", Rate), ("kind", Kind), ("momentum", Momentum));
        var first = Texts(config);
        return Texts(config with { Trials = few + 1 + more }).Take(few + 1).SequenceEqual(first);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Trials_do_not_depend_on_the_order_in_which_settings_are_written() => Prop.ForAll<long>(seed =>
        Texts(Random(seed, 10, ("rate", Rate), ("kind", Kind), ("momentum", Momentum)))
            .SequenceEqual(Texts(Random(seed, 10, ("momentum", Momentum), ("kind", Kind), ("rate", Rate))))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_further_setting_leaves_the_others_as_they_were()
    {
        var before = TrialList.Of(Random(3, 30, ("rate", Rate)));
        var after = TrialList.Of(Random(3, 30, ("rate", Rate), ("flip", new SettingDistribution { Low = 0, High = 1 })));
        Assert.Equal(before.Select(trial => trial.Value("rate")), after.Select(trial => trial.Value("rate")));
    }

    [Fact]
    public void Seeds_give_other_trials() =>
        Assert.Empty(Texts(Random(1, 50, ("rate", Rate))).Intersect(Texts(Random(2, 50, ("rate", Rate)))));

    [Fact]
    public void No_trial_is_drawn_twice_and_a_small_space_ends() => Prop.ForAll<long>(seed =>
    {
        var texts = Texts(Random(seed, 50, ("kind", Kind), ("momentum", Momentum)));
        return texts.Order().SequenceEqual(["kind=adamw", "kind=sgd momentum=0.8", "kind=sgd momentum=0.9"]);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_setting_is_there_only_under_its_condition() => Assert.All(
        TrialList.Of(Random(5, 100, ("rate", Rate), ("kind", Kind), ("momentum", Momentum))),
        trial => Assert.Equal(trial.Value("kind") == "sgd", trial.Value("momentum") is not null));

    [Fact]
    public void A_condition_on_a_setting_that_is_left_out_does_not_hold()
    {
        var nesterov = new SettingDistribution
        {
            Values = ["true", "false"],
            When = new Dictionary<string, string> { ["momentum"] = "0.9" },
        };
        var texts = Texts(Grid(("kind", Kind), ("momentum", Momentum), ("a_nesterov", nesterov)));
        Assert.Equal(
            [
                "kind=sgd momentum=0.8", "kind=sgd momentum=0.9 a_nesterov=true", "kind=sgd momentum=0.9 a_nesterov=false", "kind=adamw",
            ],
            texts);
    }

    [Fact]
    public void A_grid_goes_by_path_and_changes_the_last_setting_fastest() => Assert.Equal(
        ["a=2 b=x", "a=2 b=y", "a=1 b=x", "a=1 b=y"],
        Texts(Grid(("b", new SettingDistribution { Values = ["x", "y"] }), ("a", new SettingDistribution { Values = ["2", "1"] }))));

    [Fact]
    public void A_shuffled_grid_has_the_same_trials_in_another_order_and_may_be_cut()
    {
        var grid = Grid(("a", new SettingDistribution { Low = 1, High = 9, Integer = true }), ("b", Kind));
        var shuffled = Texts(grid with { Shuffle = true, Seed = 4 });
        Assert.NotEqual(Texts(grid), shuffled);
        Assert.Equal(Texts(grid).Order(), shuffled.Order());
        Assert.Equal(shuffled.Take(5), Texts(grid with { Shuffle = true, Seed = 4, Trials = 5 }));
    }

    [Fact]
    public void Trials_are_numbered_from_zero() =>
        Assert.Equal(Enumerable.Range(0, 12), TrialList.Of(Random(1, 12, ("rate", Rate))).Select(trial => trial.Number));

    [Fact]
    public void Known_draws_stay_what_they_are() => Assert.Equal(
        ["kind=adamw rate=1.16462E-05", "kind=sgd momentum=0.9 rate=0.000102732"],
        Texts(Random(0, 2, ("rate", Rate), ("kind", Kind), ("momentum", Momentum))));

    internal static SearchConfig Random(long seed, int trials, params (string, SettingDistribution)[] space) =>
        new() { Seed = seed, Trials = trials, Space = space.ToDictionary(setting => setting.Item1, setting => setting.Item2) };

    private static SearchConfig Grid(params (string, SettingDistribution)[] space) =>
        Random(0, 1, space) with { Method = SearchMethod.Grid, Trials = null };

    private static IReadOnlyList<string> Texts(SearchConfig config) =>
        [.. TrialList.Of(config).Select(trial => string.Join(' ', trial.Overrides))];
}
