using System.Text.RegularExpressions;
using Panoptes.Experiments.Planning;
using Panoptes.Foundation;
using Panoptes.Tensors;

namespace Panoptes.Experiments.Tests.Planning;

/// <summary>Buckets are cut as the bridge cuts them.</summary>
public sealed partial class BucketCutTests
{
    // What was written anew below; where the bridge cuts otherwise, both are to follow.
    private const string Native = """
        std::vector<std::vector<size_t>> buckets;
        int64_t bytes = 0, limit = first;
        for (size_t k = parameters.size(); k-- > 0;) {
        const auto& next = parameters[k];
        const bool fits = !buckets.empty() && bytes < limit && next.options().type_equal(parameters[buckets.back().back()].options());
        if (!fits) {
        limit = buckets.empty() ? first : most;
        buckets.emplace_back();
        bytes = 0;
        }
        buckets.back().push_back(k);
        bytes += next.numel() * next.element_size();
        }
        return buckets;
        """;

    [Fact]
    public void The_bridge_cuts_as_it_is_written_down_here()
    {
        var source = File.ReadAllText(Path.Combine(Repository.Root, "native/bridge/src/distributed/reducer.cpp"));
        var body = Body().Match(source).Groups[1].Value;
        Assert.Equal(Lines(Native), Lines(body));

        static IEnumerable<string> Lines(string text) =>
            text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact]
    public void Buckets_are_those_of_the_bridge()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new SeededRandom(seed);
            var types = random.NextInt(0, 3) == 0 ? new[] { DType.Float32, DType.BFloat16 } : [DType.Float32];
            var parameters = Enumerable.Range(0, random.NextInt(1, 40))
                .Select(_ => new ParameterSize(random.NextInt(1, 60) * 4, types[random.NextInt(0, types.Length)])).ToList();
            var (first, most) = (random.NextInt(1, 100), random.NextInt(1, 400));
            var buckets = BucketCut.Of(parameters, first, most);
            var expected = AsTheBridge(parameters, first, most);
            Assert.True(
                expected.Count == buckets.Count && expected.Zip(buckets).All(pair => pair.First.SequenceEqual(pair.Second.Parameters)),
                $"seed {seed}");
            Assert.All(buckets, bucket => Assert.Equal(bucket.Parameters.Sum(k => parameters[k].Bytes), bucket.Bytes));
        }
    }

    [Fact]
    public void Nothing_to_learn_is_no_bucket() => Assert.Empty(BucketCut.Of([]));

    private static List<List<int>> AsTheBridge(List<ParameterSize> parameters, long first, long most)
    {
        var buckets = new List<List<int>>();
        var (bytes, limit) = (0L, first);
        for (var k = parameters.Count - 1; k >= 0; k--)
        {
            var next = parameters[k];
            var fits = buckets.Count > 0 && bytes < limit && next.Type == parameters[buckets[^1][^1]].Type;
            if (!fits)
            {
                limit = buckets.Count == 0 ? first : most;
                buckets.Add([]);
                bytes = 0;
            }

            buckets[^1].Add(k);
            bytes += next.Bytes;
        }

        return buckets;
    }

    [GeneratedRegex(@"buckets_of\([^)]*\) \{\n(.*?)\n\}\n", RegexOptions.Singleline)]
    private static partial Regex Body();
}
