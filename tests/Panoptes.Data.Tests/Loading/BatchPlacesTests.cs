using Panoptes.Data.Loading;

namespace Panoptes.Data.Tests.Loading;

public sealed class BatchPlacesTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public void Processes_have_every_place_once_and_pairs_stay_together(int world, bool inPairs)
    {
        var places = Enumerable.Range(0, world).Select(rank => new BatchPlaces(rank, world, inPairs)).ToList();
        Assert.Equal(Enumerable.Range(0, 4 * world), places.SelectMany(own => Enumerable.Range(0, 4).Select(item => own[item])).Order());
        Assert.All(places, own => Assert.True(!inPairs || (own[0] % 2 == 0 && own[1] == own[0] + 1)));
    }
}
