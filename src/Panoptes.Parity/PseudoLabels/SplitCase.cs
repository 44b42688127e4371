using System.Text.Json;
using Panoptes.Data.LabelContracts;
using Panoptes.Foundation;
using Panoptes.Parity.Fixtures;
using Panoptes.PseudoLabels.Alignment;
using Panoptes.PseudoLabels.Splitting;

namespace Panoptes.Parity.PseudoLabels;

/// <summary>Counts of maps, and things and stuff of counts by every rule.</summary>
internal static class SplitCase
{
    private static readonly Dictionary<string, ThingRule> Rules = new(StringComparer.Ordinal)
    {
        ["ratio"] = ThingRule.Ratio,
        ["scaled_tau"] = ThingRule.ScaledShare,
        ["ids"] = ThingRule.Ids,
    };

    /// <summary>Runs every case.</summary>
    public static IEnumerable<ParityResult> Run(LabelFixture fixture) =>
        [.. CountMaps(fixture), .. fixture.Cases.SelectMany(entry => Split(fixture, entry.Name, entry.Value))];

    private static IEnumerable<ParityResult> CountMaps(LabelFixture fixture)
    {
        var expected = fixture.Root.GetProperty("counts");
        var counts = new ClusterCounts(expected.GetProperty("k").GetInt32());
        for (var i = 0; fixture.Stored.Find($"map{i}.semantic") is not null; i++)
        {
            var (classes, instances) = (fixture.Ids($"map{i}.semantic"), fixture.Ids($"map{i}.instance"));
            InstanceAlignment.Align(classes, instances, 255, AlignmentRule.Released);
            yield return fixture.Compare($"map{i}.aligned", Array.ConvertAll(classes.Pixels, id => (double)id), 0);
            counts.Add(classes, instances);
        }

        yield return fixture.Exact("all_pixels", Differing(counts.AllPixels, expected.GetProperty("all_pixels")));
        yield return fixture.Exact("inside_pixels", Differing(counts.InsidePixels, expected.GetProperty("inside_pixels")));
        yield return fixture.Exact("instances", Differing(counts.Proposals, expected.GetProperty("instances")));
    }

    private static IEnumerable<ParityResult> Split(LabelFixture fixture, string name, JsonElement given)
    {
        var clusters = given.GetProperty("k").GetInt32();
        var counts = ClusterCounts.From(
            Longs(given.GetProperty("all")), Longs(given.GetProperty("inside")), new long[clusters], fixture.Name);
        var reference = given.GetProperty("reference");
        var config = new SplitConfig { Threshold = given.GetProperty("tau").GetDouble() };
        var split = ThingStuffSplit.Make(counts, config);
        var order = Integers(given.GetProperty("order_stable"));
        var things = Integers(reference.GetProperty("things"));
        yield return fixture.Exact($"{name} order", Differing(split.Things.Concat(split.Stuff), order));
        yield return fixture.Exact($"{name} things", Differing(split.Things, things), Text(split.Things));
        yield return fixture.Exact(
            $"{name} error", Fails(split, config) == (reference.GetProperty("raises").ValueKind != JsonValueKind.Null) ? 0 : 1);
        var tolerance = fixture.Root.GetProperty("tolerance").GetProperty("ratio_rel").GetDouble();
        yield return Relative(fixture, $"{name} ratio", order.Select(c => split.Ratios[c]), reference, "ratio_in_order", tolerance);
        yield return Relative(fixture, $"{name} share", order.Select(c => split.Shares[c]), reference, "q_in_order", tolerance);
        foreach (var own in given.GetProperty("own").EnumerateArray())
        {
            var (rule, value) = (own.GetProperty("rule").GetString()!, own.GetProperty("value"));
            var made = ThingStuffSplit.Make(counts, rule == "ids"
                ? new SplitConfig { Rule = ThingRule.Ids, Ids = Integers(value) }
                : new SplitConfig { Rule = Rules[rule], Threshold = value.GetDouble() });
            yield return fixture.Exact(
                $"{name} things by {rule} {value}", Differing(made.Things, Integers(own.GetProperty("things"))), Text(made.Things));
            if (own.GetProperty("stuff").ValueKind == JsonValueKind.Array)
            {
                yield return fixture.Exact($"{name} stuff by {rule} {value}", Differing(made.Stuff, Integers(own.GetProperty("stuff"))));
            }
        }
    }

    private static bool Fails(ThingStuffSplit split, SplitConfig config)
    {
        try
        {
            split.Check("statistics", config);
            return false;
        }
        catch (InputException)
        {
            return true;
        }
    }

    private static ParityResult Relative(
        LabelFixture fixture, string quantity, IEnumerable<double> own, JsonElement reference, string key, double tolerance)
    {
        // Where all ratios are 0, shares are no numbers; of many clusters only the first ones are listed.
        var list = reference.GetProperty(key);
        var error = list.ValueKind != JsonValueKind.Array
            ? own.Count(double.IsFinite)
            : own.Zip(list.EnumerateArray(), (mine, wanted) => Math.Abs(mine - wanted.GetDouble()) / Math.Max(1e-30, wanted.GetDouble()))
                .Max();
        return new ParityResult(fixture.Name, quantity, error, tolerance);
    }

    private static string Text(IEnumerable<int> ids) => string.Join(' ', ids);

    private static int[] Integers(JsonElement list) => FixtureJson.Integers(list);

    private static long[] Longs(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetInt64())];

    private static int Differing(IEnumerable<long> own, JsonElement list) => Differing(own, Longs(list));

    private static int Differing<T>(IEnumerable<T> own, IEnumerable<T> wanted)
    {
        var (mine, theirs) = (own.ToArray(), wanted.ToArray());
        return Math.Abs(mine.Length - theirs.Length) + mine.Zip(theirs).Count(pair => !Equals(pair.First, pair.Second));
    }
}
