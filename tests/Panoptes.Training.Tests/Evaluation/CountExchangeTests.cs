using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Data.Synthetic;
using Panoptes.Data.Targets;
using Panoptes.Foundation;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Evaluation.Kinds;

namespace Panoptes.Training.Tests.Evaluation;

/// <summary>Counts of every kind go through bytes and add up to those of one process, in whatever parts and order.</summary>
public sealed class CountExchangeTests
{
    private const int Images = 9;
    private const int Shuffles = 5;

    // Objects that may overlap, so that there is no average precision by Cityscapes' rules.
    private const string OverlappingName = "instance, objects alone";

    private static readonly SyntheticDataset Scenes = new(new SyntheticScenes(96, 64, 5, SceneTraffic.Dense), Images);
    private static readonly EvaluationConfig Config = new() { WorstImages = 3 };
    private static readonly ClassTable Classes = Scenes.Classes;
    private static readonly Sample[] Samples = [.. Enumerable.Range(0, Images).Select(index => Scenes.Load(index))];

    public static TheoryData<string> Kinds => [.. EvaluationKind.For(Classes).Select(kind => kind.Name), OverlappingName];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Parts_from_other_processes_add_up_to_the_whole_in_any_order(string name)
    {
        var whole = Count(name, Enumerable.Range(0, Images));
        var expected = ResultText.Of(whole.Result());

        // There is something to get wrong.
        var found = whole.Result().Kinds[0];
        Assert.True(found.Metrics.Count(metric => metric.Value is > 0 and < 1) >= 2, string.Join(", ", found.Metrics));
        Assert.False(found.Detail.Things is { Confused.Count: 0 });
        Assert.Equal(name == EvaluationKind.Instance.Name, (found.Detail as InstanceDetail)?.Cityscapes is not null);
        for (var seed = 0; seed < Shuffles; seed++)
        {
            var random = new SeededRandom(seed, 8);
            var parts = Enumerable.Range(0, Images).ToLookup(_ => random.NextInt(0, 4));
            var sum = Begin(name);
            foreach (var part in Enumerable.Range(0, 4).OrderBy(_ => random.NextDouble()))
            {
                // Parts may be empty, and come in any order themselves.
                sum.MergeFrom(Count(name, parts[part].OrderBy(_ => random.NextDouble())).ToBytes());
            }

            Assert.True(expected == ResultText.Of(sum.Result()), $"seed {seed}");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Bytes_are_merged_as_what_wrote_them_would_be_and_written_again_are_the_same(string name)
    {
        var (live, through) = (Count(name, [4, 1, 7]), Count(name, [4, 1, 7]));
        var other = Count(name, [0, 8, 3, 2]);
        other.Seconds = 1.5;
        live.Merge(other);
        through.MergeFrom(other.ToBytes());
        Assert.Equal(ResultText.Of(live.Result()), ResultText.Of(through.Result()));
        var again = Begin(name);
        again.MergeFrom(other.ToBytes());
        Assert.Equal(other.ToBytes(), again.ToBytes());
        Assert.NotEqual(ResultText.Of(live.Result()), ResultText.Of(again.Result()));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Damaged_and_strange_bytes_are_refused_and_add_nothing(string name)
    {
        var (counts, bytes, random) = (Count(name, [0]), Count(name, [1, 2]).ToBytes(), new SeededRandom(9));
        var before = ResultText.Of(counts.Result());
        var at = random.NextInt(60, bytes.Length);
        byte[][] damaged =
        [
            [], bytes[..20], bytes[..^1], [.. bytes, 0], [.. bytes[..at], (byte)(bytes[at] ^ 4), .. bytes[(at + 1)..]],
            [(byte)~bytes[0], .. bytes[1..]], [.. bytes[..8], (byte)(bytes[8] + 1), .. bytes[9..]],
        ];
        var few = new ClassTable("few", [.. Enumerable.Range(0, 3).Select(id => new ClassEntry(id, id, $"{id}", default, id > 0))], 255);
        byte[][] strange =
        [
            new EvaluationCounts([EvaluationKind.For(Classes).First(kind => kind.Name != Kind(name).Name)], Classes, Config).ToBytes(),
            new EvaluationCounts([EvaluationKind.Of(Kind(name).Name, EvaluationKind.For(few))], few, Config).ToBytes(),
            new EvaluationCounts([Kind(name), Kind(name)], Classes, Config).ToBytes(),
            new EvaluationCounts([], Classes, Config).ToBytes(),
        ];
        foreach (var wrong in damaged.Concat(strange))
        {
            Assert.Contains("another process", Assert.Throws<InputException>(() => counts.MergeFrom(wrong)).Message);
        }

        Assert.Contains("version 2", Assert.Throws<InputException>(() => counts.MergeFrom(damaged[^1])).Message);
        Assert.Equal(before, ResultText.Of(counts.Result()));
    }

    [Fact]
    public void Seconds_of_processes_are_those_of_the_slowest()
    {
        var (sum, slow, fast) = (Begin("semantic"), Begin("semantic"), Begin("semantic"));
        (sum.Seconds, slow.Seconds, fast.Seconds) = (1, 3, 2);
        sum.MergeFrom(slow.ToBytes());
        sum.MergeFrom(fast.ToBytes());
        Assert.Equal(3, sum.Seconds);
    }

    private static EvaluationKind Kind(string name) =>
        EvaluationKind.Of(name == OverlappingName ? EvaluationKind.Instance.Name : name, EvaluationKind.For(Classes));

    private static EvaluationCounts Begin(string name) => new([Kind(name)], Classes, Config);

    private static EvaluationCounts Count(string name, IEnumerable<int> indices)
    {
        var counts = Begin(name);
        foreach (var index in indices)
        {
            // One such sample is enough for all of them.
            var sample = name == OverlappingName && index == 3 ? OfObjects(index) : Samples[index];
            counts.Add([(index, sample)], new NearTruth(index, Samples[index], Classes.Count));
        }

        return counts;
    }

    private static Sample OfObjects(int index) =>
        new(Samples[index].Files, Samples[index].Image) { Instances = SegmentInstances.Of(Samples[index]) };
}
