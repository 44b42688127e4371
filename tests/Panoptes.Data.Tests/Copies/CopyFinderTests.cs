using FsCheck;
using FsCheck.Fluent;
using Panoptes.Data.Copies;
using Panoptes.Data.Indexing;
using Panoptes.Foundation;

namespace Panoptes.Data.Tests.Copies;

/// <summary>Copies that are found without comparing all pictures are those that comparing all finds.</summary>
public sealed class CopyFinderTests
{
    // Hashes near a few seeds, so that there is something to find; 0 stands for none.
    private static Arbitrary<(UInt128[] Looks, int[] Splits, int Limit)> Cases => Arb.From(
        from count in Gen.Choose(0, 40)
        from looks in Look.ArrayOf(count)
        from splits in Gen.Choose(0, 2).ArrayOf(count)
        from limit in Gen.Choose(0, 12)
        select (looks, splits, limit));

    private static Gen<UInt128> Look =>
        from seed in Gen.Choose(0, 4)
        from flips in Gen.Choose(0, PictureHash.Bits - 1).ListOf(6)
        from count in Gen.Choose(0, 6)
        select seed == 0 && count == 0 ? 0 : flips.Take(count).Aggregate(
            ((UInt128)0x9E3779B97F4A7C15 * (ulong)(seed + 1)) ^ ((UInt128)(ulong)seed << 90), (hash, bit) => hash ^ (UInt128.One << bit));

    [Fact]
    public void They_are_the_nearest_within_the_limit() => Prop.ForAll(Cases, one =>
    {
        var found = CopyFinder.Find(one.Looks, one.Splits, one.Limit);
        for (var i = 0; i < one.Looks.Length; i++)
        {
            Assert.Equal(Least(one, i, sameSplit: true), found[i].Here?.Distance);
            Assert.Equal(Least(one, i, sameSplit: false), found[i].Elsewhere?.Distance);
            foreach (var copy in new[] { found[i].Here, found[i].Elsewhere }.OfType<Copy>())
            {
                Assert.NotEqual(i, copy.Picture);
                Assert.Equal(copy.Distance, PictureHash.Distance(one.Looks[i], one.Looks[copy.Picture]));
            }
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void They_do_not_depend_on_the_order_of_pictures() => Prop.ForAll(Cases, one =>
    {
        var order = Enumerable.Range(0, one.Looks.Length).Reverse().ToArray();
        var found = CopyFinder.Find(one.Looks, one.Splits, one.Limit);
        var turned = CopyFinder.Find([.. order.Select(i => one.Looks[i])], [.. order.Select(i => one.Splits[i])], one.Limit);
        Assert.Equal(found.Select(Distances), order.Select(i => Distances(turned[i])));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_larger_limit_loses_none() => Prop.ForAll(Cases, one =>
    {
        var (found, wider) = (CopyFinder.Find(one.Looks, one.Splits, one.Limit), CopyFinder.Find(one.Looks, one.Splits, one.Limit + 1));
        Assert.All(found.Zip(wider), pair =>
        {
            Assert.True(pair.First.Here is null || pair.First.Here == pair.Second.Here);
            Assert.True(pair.First.Elsewhere is null || pair.First.Elsewhere == pair.Second.Elsewhere);
        });
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(-1)]
    [InlineData(17)]
    public void A_limit_out_of_range_is_refused(int limit) =>
        Assert.Contains("0 to 16", Assert.Throws<InputException>(() => CopyFinder.Find([1], [0], limit)).Message);

    private static int? Least((UInt128[] Looks, int[] Splits, int Limit) one, int i, bool sameSplit) =>
        one.Looks[i] == 0 ? null : Enumerable.Range(0, one.Looks.Length)
            .Where(j => j != i && one.Looks[j] != 0 && one.Splits[j] == one.Splits[i] == sameSplit)
            .Select(j => (int?)PictureHash.Distance(one.Looks[i], one.Looks[j])).Where(distance => distance <= one.Limit).Min();

    private static (int?, int?) Distances(PictureCopies copies) => (copies.Here?.Distance, copies.Elsewhere?.Distance);
}
