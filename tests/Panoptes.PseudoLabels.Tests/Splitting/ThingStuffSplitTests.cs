using Panoptes.Data.LabelContracts;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.PseudoLabels.Splitting;
using Panoptes.Tests;

namespace Panoptes.PseudoLabels.Tests.Splitting;

public sealed class ThingStuffSplitTests
{
    [Fact]
    public void Clusters_of_which_most_lies_in_proposals_are_things_in_descending_order()
    {
        var split = ThingStuffSplit.Make(Counts([90, 10, 0, 50], [100, 100, 100, 100]), new SplitConfig());
        Assert.Equal([0, 3], split.Things);
        Assert.Equal([1, 2], split.Stuff);
        Assert.Equal(0.6, split.Shares[0], 1e-6);
        split.Check("statistics", new SplitConfig());
    }

    [Theory]
    [InlineData(new long[] { 0, 0, 0 }, "no pixel inside a proposal")]
    [InlineData(new long[] { 30, 27, 26 }, "all 3 clusters above")]
    [InlineData(new long[] { 30, 0, 0 }, null)]
    public void Where_nothing_is_a_thing_the_error_says_why(long[] inside, string? says)
    {
        var config = new SplitConfig();
        var split = ThingStuffSplit.Make(Counts(inside, [100, 100, 100]), config);
        if (says is null)
        {
            split.Check("s", config);
            return;
        }

        Assert.Empty(split.Things);
        Assert.Contains(says, Assert.Throws<InputException>(() => split.Check("s", config)).Message);
    }

    [Fact]
    public void With_300_clusters_the_scaled_rule_finds_what_the_plain_one_cannot()
    {
        var inside = Enumerable.Range(0, 300).Select(c => c < 40 ? 80L : 2).ToArray();
        var counts = Counts(inside, [.. inside.Select(_ => 100L)]);
        Assert.Empty(ThingStuffSplit.Make(counts, new SplitConfig()).Things);
        Assert.Equal(40, ThingStuffSplit.Make(counts, new SplitConfig { Rule = ThingRule.ScaledShare }).Things.Count);
        Assert.Equal(40, ThingStuffSplit.Make(counts, new SplitConfig { Rule = ThingRule.Ratio, Threshold = 0.5 }).Things.Count);
    }

    [Fact]
    public void A_listed_cluster_that_is_none_is_refused()
    {
        var config = new SplitConfig { Rule = ThingRule.Ids, Ids = [1, 4] };
        Assert.Contains("0 to 3", Assert.Throws<InputException>(() =>
            ThingStuffSplit.Make(Counts([0, 0, 0, 0], [1, 1, 1, 1]), config)).Message);
    }

    [Fact]
    public void Counts_of_parts_add_up_to_those_of_the_whole()
    {
        var random = new SeededRandom(3);
        var (whole, sum) = (new ClusterCounts(9), new ClusterCounts(9));
        for (var image = 0; image < 6; image++)
        {
            var (classes, instances) = (new Plane<ushort>(17, 11), new Plane<ushort>(17, 11));
            for (var i = 0; i < classes.Pixels.Length; i++)
            {
                classes.Pixels[i] = random.NextBool(0.1) ? (ushort)255 : (ushort)random.NextInt(0, 9);
                instances.Pixels[i] = random.NextBool() ? (ushort)0 : (ushort)random.NextInt(1, 4);
            }

            whole.Add(classes, instances);
            var part = new ClusterCounts(9);
            part.Add(classes, instances);
            sum.Add(part);
            Assert.Equal(classes.Pixels.Count(id => id < 9), part.AllPixels.Sum());
            Assert.Equal(classes.Pixels.Zip(instances.Pixels).Count(p => p.First < 9 && p.Second > 0), part.InsidePixels.Sum());
        }

        Assert.Equal(whole.AllPixels, sum.AllPixels);
        Assert.Equal(whole.InsidePixels, sum.InsidePixels);
        Assert.Equal(whole.Proposals, sum.Proposals);
    }

    [Fact]
    public void Counts_come_back_from_their_file_as_they_were_beyond_32_bits()
    {
        using var folder = new TemporaryFolder();
        var counts = Counts([1L << 40, 3], [1L << 41, 5]);
        ClusterCountsFile.Write(folder["c.json"], counts);
        var read = ClusterCountsFile.Read(folder["c.json"]);
        Assert.Equal(counts.AllPixels, read.AllPixels);
        Assert.Equal(counts.InsidePixels, read.InsidePixels);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"format\":\"panoptes-cluster-counts\",\"all_pixels\":[1,2],\"inside_pixels\":[1],\"proposals\":[0,0]}")]
    [InlineData("{\"format\":\"panoptes-cluster-counts\",\"all_pixels\":[1],\"inside_pixels\":[2],\"proposals\":[0]}")]
    [InlineData("{\"format\":\"panoptes-cluster-counts\",\"all_pixels\":[99999999999999999999],\"inside_pixels\":[2],\"proposals\":[0]}")]
    [InlineData("[1, 2")]
    [InlineData("null")]
    public void A_file_that_holds_no_such_counts_is_refused_by_its_name(string text)
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("c.json", Assert.Throws<InputException>(() => ClusterCountsFile.Read(folder.Write("c.json", text))).Message);
    }

    private static ClusterCounts Counts(long[] inside, long[] all) => ClusterCounts.From(all, inside, new long[all.Length], "test");
}
