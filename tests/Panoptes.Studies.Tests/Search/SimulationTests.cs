using FsCheck;
using FsCheck.Fluent;
using Panoptes.Foundation;
using Panoptes.Studies.Search;
using Xunit.Abstractions;

namespace Panoptes.Studies.Tests.Search;

public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int Members = 32;
    private const double Budget = 3e6;
    private const double Noise = 0.03;

    private static readonly SearchConfig Config = new()
    {
        Method = SearchMethod.Halving,
        Space = SyntheticObjective.Space,
        Halving = new HalvingConfig { LeastSteps = 1_000, MostSteps = SyntheticObjective.MostSteps, Factor = 3 },
        BudgetSteps = 400_000,
    };

    [Fact]
    public void Many_members_that_die_fail_and_see_old_results_keep_within_the_budget() => Prop.ForAll(
        Simulations(), (SimulatedSearch simulation) =>
    {
        simulation.Run();
        var search = (HalvingSearch)simulation.Search;
        var results = simulation.Results;
        var steps = results.Sum(result => search.Rungs.Steps[result.Rung]);
        var counts = Enumerable.Range(0, search.Rungs.Count).Select(rung => results.Count(result => result.Rung == rung)).ToArray();

        // Every trial is on all rungs below its own; whatever was decided on is done, and done once.
        return (steps <= Config.BudgetSteps).Label($"{steps} steps")
            .And((counts[0] == search.Trials.Count).Label("trials left out"))
            .And(counts.Zip(counts.Skip(1)).All(pair => pair.Second <= pair.First / 3).Label($"rungs of {string.Join(' ', counts)}"))
            .And((simulation.Added == results.Count && simulation.Added == simulation.Ended).Label("a training twice, or never done"))
            .And(results.All(result => result.Rung == 0 || results.Any(below =>
                below.Trial == result.Trial && below.Rung == result.Rung - 1 && below.IsGood)).Label("up from nothing"))
            .And(search.IsOver(results).Label("not over"));
    }).Check(Few());

    [Fact]
    public void Whoever_goes_up_is_among_the_best_of_those_that_were_seen()
    {
        var simulation = Simulation(Halving(5), 5, Noise, lag: 20);
        simulation.Run();
        Assert.True(simulation.Deaths > 5 && simulation.Refused > 0, $"{simulation.Deaths} deaths, {simulation.Refused} refused");
        Assert.Contains(simulation.Decisions, decision => decision.Training.Rung > 0);
        foreach (var ((trial, rung), seen) in simulation.Decisions.Where(decision => decision.Training.Rung > 0))
        {
            var ended = seen.Where(result => result.Rung == rung - 1 && result.State != RungState.Open).ToList();
            var own = ended.Single(result => result.Trial == trial);
            Assert.True(own.IsGood);
            Assert.True(ended.Count(other => other.IsGood && other.Metric > own.Metric) < ended.Count / 3);
        }
    }

    [Fact]
    public void A_member_that_begins_anew_decides_as_one_that_never_stopped()
    {
        var checks = 0;
        var simulation = Simulation(Halving(2), 2, Noise, watch: now =>
        {
            var shuffled = now.Results.ToArray();
            new SeededRandom(checks++).Shuffle(shuffled.AsSpan());
            Assert.Equal(now.Search.Next(now.Results, 5), Halving(2).Next(shuffled, 5));
            return false;
        });
        simulation.Run();
        Assert.True(checks > 100);
    }

    [Fact]
    public void A_search_whose_trainings_all_fail_ends_and_says_so()
    {
        var simulation = Simulation(new HalvingSearch(Config with { EarlyStopFailures = 40 }, true), 1, Noise, failure: 1);
        simulation.Run();
        Assert.InRange(simulation.Added, 40, 40 + Members);
        Assert.True(simulation.Search.IsOver(simulation.Results));
        Assert.Null(simulation.Search.Best(simulation.Results));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Halving_finds_a_setting_of_the_best_twentieth_with_fewer_steps_than_a_random_search()
    {
        var (better, worse, halving, random) = (0, 0, new List<Found>(), new List<Found>());
        var flat = Config with { Method = SearchMethod.Random, Halving = null, BudgetSteps = null, Trials = 400 };
        for (var seed = 0; seed < 20; seed++)
        {
            halving.Add(Find(Halving(seed, null), seed));
            random.Add(Find(new FlatSearch(flat with { Seed = seed }, true), seed));
            better += halving[^1].Steps < random[^1].Steps ? 1 : 0;
            worse += halving[^1].Steps > random[^1].Steps ? 1 : 0;
        }

        output.WriteLine(
            $"{Members} members, noise {Noise}, {Budget:F0} steps, 20 repetitions: halving fewer steps in {better}, more in {worse}");
        foreach (var (name, found) in new[] { ("halving", halving), ("random", random) })
        {
            var steps = found.Select(one => one.Steps).Order().ToArray();
            output.WriteLine(
                $"{name}: in the best twentieth for good after {steps[10]:F0} steps (median; 10 % {steps[2]:F0}, 90 % {steps[17]:F0}), "
                    + $"never in {steps.Count(double.IsInfinity)}; share of settings that are better in the end "
                    + $"{found.Average(one => one.Share):P1}");
        }

        Assert.True(better >= 2 * worse, $"fewer steps in {better}, more in {worse}");
        Assert.True(halving.Average(one => one.Share) < random.Average(one => one.Share) / 1.5);
    }

    private static Found Find(ISearch search, long seed)
    {
        var found = double.PositiveInfinity;
        var share = 1.0;
        var best = -1;
        Simulation(search, seed, Noise, watch: now =>
        {
            // What is under way is paid for as well, and one member spends a step a second.
            var spent = now.Time * Members;
            if (search.Best(now.Results) is { } top && top.Trial.Number != best)
            {
                best = top.Trial.Number;
                share = SyntheticObjective.ShareBetter(top.Trial);
                found = share > 0.05 ? double.PositiveInfinity : Math.Min(found, spent);
            }

            return spent > Budget;
        }).Run();
        return new Found(found, share);
    }

    private static HalvingSearch Halving(long seed, long? budget = 400_000) =>
        new(Config with { Seed = seed, BudgetSteps = budget, Trials = budget is null ? 1_000 : null }, true);

    private static SimulatedSearch Simulation(
        ISearch search, long seed, double noise, int lag = 0, double failure = 0.05, Func<SimulatedSearch, bool>? watch = null) =>
        new(search, new SyntheticObjective(seed, noise, slowness: 0.1), seed, SyntheticObjective.MostSteps)
        {
            Members = Members,
            Death = 0.05,
            Failure = failure,
            Lag = lag,
            Watch = watch ?? (_ => false),
        };

    private static Config Few() => FsCheck.Config.QuickThrowOnFailure.WithMaxTest(12);

    private static Arbitrary<SimulatedSearch> Simulations() => Arb.From(
        from seed in Gen.Choose(0, 1_000_000)
        from lag in Gen.Choose(0, 60)
        from failure in Gen.Elements(0, 0.05, 0.4)
        select Simulation(Halving(seed), seed, Noise, lag, failure));

    private sealed record Found(double Steps, double Share);
}
