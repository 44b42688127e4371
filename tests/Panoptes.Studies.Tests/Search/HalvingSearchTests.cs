using FsCheck;
using FsCheck.Fluent;
using Panoptes.Foundation;
using Panoptes.Studies.Search;

namespace Panoptes.Studies.Tests.Search;

public sealed class HalvingSearchTests
{
    private static readonly SearchConfig Config = new()
    {
        Method = SearchMethod.Halving,
        Trials = 27,
        Space = new Dictionary<string, SettingDistribution> { ["a"] = new() { Low = 0, High = 1 } },
        Halving = new HalvingConfig { LeastSteps = 100, MostSteps = 2_700, Factor = 3 },
    };

    private static readonly HalvingSearch Search = new(Config, higherIsBetter: true);

    [Fact]
    public void Rungs_grow_by_the_factor_and_say_what_the_way_up_costs()
    {
        var rungs = Rungs.Of(Config.Halving!);
        Assert.Equal([100, 300, 900, 2_700], rungs.Steps);
        Assert.Equal(40 / 27.0, rungs.CostRatio, 1e-12);
        Assert.Equal((27L, 10_800L), (rungs.TrialsToTheTop, rungs.StepsToTheTop));
        Assert.Equal([27L, 9L, 3L, 1L], Enumerable.Range(0, 4).Select(rung => rungs.Share(27, rung)));
    }

    [Fact]
    public void It_begins_with_new_trials_in_order() =>
        Assert.Equal([new(0, 0), new(1, 0), new(2, 0)], Search.Next([], 3));

    [Fact]
    public void The_best_of_three_goes_up_and_nobody_waits_for_the_fourth()
    {
        RungResult[] results = [Done(0, 0, 0.5), Done(1, 0, 0.7), Done(2, 0, 0.6), Open(3, 0)];
        Assert.Equal([new(1, 1), new(4, 0)], Search.Next(results, 2));
    }

    [Fact]
    public void Lower_is_better_where_the_evaluation_says_so() => Assert.Equal(
        [new(0, 1)], new HalvingSearch(Config, higherIsBetter: false).Next([Done(0, 0, 0.5), Done(1, 0, 0.7), Done(2, 0, 0.6)], 1));

    [Fact]
    public void What_may_go_up_highest_goes_first()
    {
        RungResult[] results =
        [
            .. Enumerable.Range(0, 12).Select(trial => Done(trial, 0, trial)),
            Done(9, 1, 0.1), Done(10, 1, 0.3), Done(11, 1, 0.2),
        ];
        Assert.Equal([new(10, 2), new(8, 1), new(12, 0)], Search.Next(results, 3));
    }

    [Fact]
    public void Failed_trainings_count_as_the_worst_never_go_up_and_never_block()
    {
        RungResult[] results = [Failed(0, 0), Done(1, 0, double.NaN), Done(2, 0, 0.1)];
        Assert.Equal([new(2, 1), new(3, 0)], Search.Next(results, 2));
        Assert.Equal([new(3, 0)], Search.Next([Failed(0, 0), Failed(1, 0), Done(2, 0, null)], 1));
        Assert.Equal([new(2, 1)], Search.Next([Done(0, 0, double.PositiveInfinity), Failed(1, 0), Done(2, 0, 0.1)], 1));
    }

    [Fact]
    public void Equal_results_go_by_the_trial() =>
        Assert.Equal([new(0, 1)], Search.Next([Done(2, 0, 0.5), Done(0, 0, 0.5), Done(1, 0, 0.5)], 1));

    [Fact]
    public void Seeds_of_a_training_count_together_once_all_are_done()
    {
        RungResult[] results = [Done(0, 0, 0.5), Done(0, 0, 0.1), Done(1, 0, 0.4), Done(1, 0, 0.4), Done(2, 0, 0.2), Done(2, 0, 0.3)];
        Assert.Equal([new(1, 1)], Search.Next(results, 1));
        Assert.Equal([new(3, 0)], Search.Next([.. results, Open(2, 0)], 1));
        Assert.Equal([new(1, 1)], Search.Next([.. results, Failed(2, 0)], 1));
        Assert.Equal(0.4, Search.Best(results)!.Metric);
    }

    [Fact]
    public void Nothing_is_left_once_the_last_rung_is_done()
    {
        var results = new List<RungResult>();
        while (Search.Next(results, 1) is [var next])
        {
            results.Add(Done(next.Trial, next.Rung, new SeededRandom(next.Trial).NextDouble()));
            Assert.Equal(Search.Next(results, 1).Count == 0, Search.IsOver(results));
        }

        Assert.Equal(27, results.Count(result => result.Rung == 0));
        Assert.Contains(results, result => result.Rung == 3);
        Assert.False(Search.IsOver([.. results.Skip(1), Open(0, 0)]));
    }

    [Fact]
    public void The_best_is_that_of_the_highest_rung_with_its_settings()
    {
        RungResult[] results = [Done(0, 0, 0.9), Done(1, 0, 0.95), Done(0, 1, 0.6), Done(1, 1, 0.7), Failed(2, 2), Open(3, 3)];
        var best = Search.Best(results)!;
        Assert.Equal((1, 1, 300L, 0.7, 2), (best.Trial.Number, best.Rung, best.Steps, best.Metric, best.Rivals));
        Assert.Equal(Search.Trials[1].Settings, best.Trial.Settings);
        Assert.Null(Search.Best([Open(0, 0), Failed(1, 0)]));
    }

    [Fact]
    public void So_many_failures_end_it()
    {
        var search = new HalvingSearch(Config with { EarlyStopFailures = 2 }, true);
        Assert.Single(search.Next([Failed(0, 0)], 1));
        Assert.Empty(search.Next([Failed(0, 0), Failed(1, 0)], 1));
        Assert.False(search.Admits([Failed(0, 0), Failed(1, 0)], new(5, 0)));
        Assert.True(search.IsOver([Failed(0, 0), Failed(1, 0)]));
    }

    [Fact]
    public void A_budget_is_a_number_of_trials_that_can_go_all_the_way_up()
    {
        // 27 trials take 10,800 steps, two more 200, and the thirtieth 100 and a place on the second rung.
        Assert.Equal(29, new HalvingSearch(Config with { Trials = null, BudgetSteps = 10_800 + 599 }, true).Next([], 1_000).Count);
        Assert.Equal(30, new HalvingSearch(Config with { Trials = null, BudgetSteps = 10_800 + 600 }, true).Next([], 1_000).Count);
        Assert.Equal(28, new HalvingSearch(Config with { Trials = 28, BudgetSteps = 10_800 + 600 }, true).Next([], 1_000).Count);
    }

    [Fact]
    public void No_more_go_up_than_there_are_places()
    {
        // Trial 0 went up among the first three; now the best is trial 3, but two places need six that have ended.
        RungResult[] results = [Done(0, 0, 0.3), Done(1, 0, 0.1), Done(2, 0, 0.2), Done(3, 0, 0.9), Done(4, 0, 0.8), Open(0, 1)];
        Assert.Equal([new(5, 0)], Search.Next(results, 1));
        Assert.False(Search.Admits(results, new(3, 1)));
        Assert.Equal([new(3, 1)], Search.Next([.. results, Failed(5, 0)], 1));
        Assert.True(Search.Admits([.. results, Failed(5, 0)], new(3, 1)));
    }

    [Fact]
    public void Names_stand_for_trainings()
    {
        Assert.Equal("t0007-r1", Search.NameOf(new(7, 1)));
        Assert.Equal("t12345-r0", Search.NameOf(new(12_345, 0)));
        Assert.Equal(new TrialRung(7, 1), Search.Named("t0007-r1"));
        Assert.All(["t7-r1", "t0007", "0007-r1", "t0007-r1-r2", "tt0007-r1", "b16"], name => Assert.Null(Search.Named(name)));
        Assert.Equal([.. Search.Trials[7].Overrides, "train.steps=300"], Search.OverridesOf(new(7, 1)));
    }

    [Fact]
    public void A_flat_search_goes_through_its_trials()
    {
        var search = new FlatSearch(Config with { Method = SearchMethod.Random, Halving = null, Trials = 3 }, true);
        Assert.Equal([new(0, 0), new(2, 0)], search.Next([Failed(1, 0)], 5));
        Assert.Equal("t0002", search.NameOf(new(2, 0)));
        Assert.Equal(new TrialRung(2, 0), search.Named("t0002"));
        Assert.Null(search.Named("t0002-r0"));
        Assert.False(search.Admits([Open(1, 0)], new(1, 0)));
        Assert.False(search.Admits([], new(3, 0)));
        Assert.False(search.IsOver([Done(0, 0, 1), Failed(1, 0), Open(2, 0)]));
        Assert.True(search.IsOver([Done(0, 0, 1), Failed(1, 0), Done(2, 0, 2)]));
        Assert.Equal(2, search.Best([Done(0, 0, 1), Done(2, 0, 2)])!.Trial.Number);
    }

    [Fact]
    public void Deciding_for_many_is_deciding_one_after_the_other() => Prop.ForAll(States(), (RungResult[] results) =>
    {
        var many = Search.Next(results, 12);
        var oneByOne = new List<TrialRung>();
        while (oneByOne.Count < 12 && Search.Next([.. results, .. oneByOne.Select(next => Open(next.Trial, next.Rung))], 1) is [var next])
        {
            oneByOne.Add(next);
        }

        return many.SequenceEqual(oneByOne);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_in_which_results_are_listed_says_nothing() => Prop.ForAll(States(), (RungResult[] results) =>
    {
        var shuffled = results.ToArray();
        new SeededRandom(results.Length).Shuffle(shuffled.AsSpan());
        return Search.Next(results, 9).SequenceEqual(Search.Next(shuffled, 9))
            && Search.Best(results)?.Trial.Number == Search.Best(shuffled)?.Trial.Number;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nothing_is_decided_on_twice_and_what_is_decided_is_admitted() => Prop.ForAll(States(), (RungResult[] results) =>
    {
        var next = Search.Next(results, 30);
        return next.Distinct().Count() == next.Count
            && !next.Intersect(results.Select(result => result.Identity)).Any()
            && (next.Count == 0 || Search.Admits(results, next[0]));
    }).QuickCheckThrowOnFailure();

    private static RungResult Done(int trial, int rung, double? metric) => new(trial, rung, RungState.Done, metric);

    private static RungResult Open(int trial, int rung) => new(trial, rung, RungState.Open);

    private static RungResult Failed(int trial, int rung) => new(trial, rung, RungState.Failed);

    // States as they come about: some decisions, each with some end, in some order.
    private static Arbitrary<RungResult[]> States() => Arb.From(
        from seed in Gen.Choose(0, 1_000_000)
        from length in Gen.Choose(0, 45)
        select Played(seed, length));

    private static RungResult[] Played(int seed, int length)
    {
        var random = new SeededRandom(seed);
        var results = new List<RungResult>();
        for (var step = 0; step < length && Search.Next(results, 1) is [var next]; step++)
        {
            results.Add(random.NextInt(0, 6) switch
            {
                0 => Open(next.Trial, next.Rung),
                1 => Failed(next.Trial, next.Rung),
                2 => Done(next.Trial, next.Rung, double.NaN),
                _ => Done(next.Trial, next.Rung, random.NextInt(0, 5)),
            });
        }

        return [.. results];
    }
}
