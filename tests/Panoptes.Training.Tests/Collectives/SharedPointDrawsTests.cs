using Panoptes.Tensors;
using Panoptes.Training.Collectives;
using Panoptes.Training.Points;

namespace Panoptes.Training.Tests.Collectives;

public sealed class SharedPointDrawsTests
{
    // Images of a batch of six by turns: how many masks each has.
    private static readonly int[] Masks = [2, 0, 3, 1, 1, 4];

    [Theory]
    [InlineData(PointPurpose.Candidates)]
    [InlineData(PointPurpose.Fresh)]
    public void Processes_draw_what_one_with_the_whole_batch_draws(PointPurpose purpose)
    {
        using var scope = TensorScope.Open();
        var inner = new SeededPointDraws(5, 7);
        var whole = Rows(inner.Draw(purpose, 1, 0, Masks.Sum(), 4, Device.Cpu));
        foreach (var size in new[] { 2, 3 })
        {
            var found = Drawn(size, (draws, own) => Rows(draws.Draw(purpose, 1, 0, own.Sum(), 4, Device.Cpu)));
            for (var rank = 0; rank < size; rank++)
            {
                var wanted = Enumerable.Range(0, Masks.Length).Where(image => image % size == rank)
                    .SelectMany(image => whole.Skip(Masks.Take(image).Sum()).Take(Masks[image]));
                Assert.Equal(wanted, found[rank]);
            }
        }
    }

    [Fact]
    public void Points_of_an_image_are_those_of_its_place_in_the_whole_batch()
    {
        using var scope = TensorScope.Open();
        var found = Drawn(2, (draws, _) => Rows(draws.Draw(PointPurpose.Matching, 0, 1, 1, 4, Device.Cpu)));

        Assert.Equal(Rows(new SeededPointDraws(5, 7).Draw(PointPurpose.Matching, 0, 2, 1, 4, Device.Cpu)), found[0]);
        Assert.Equal(Rows(new SeededPointDraws(5, 7).Draw(PointPurpose.Matching, 0, 3, 1, 4, Device.Cpu)), found[1]);
    }

    [Fact]
    public void Images_that_are_left_out_leave_no_gap()
    {
        // Of six images rank 0 keeps its first and third, rank 1 its third: the first, fifth and sixth of the batch.
        var places = TakingTurns.Run(2, collective => SharedPlaces.Of(
            collective, collective.Rank == 0 ? [0, 4] : [5], collective.Rank == 0 ? [7, 8] : [9]));

        Assert.Equal([0, 1], places[0].Result.Own);
        Assert.Equal([2], places[1].Result.Own);
        Assert.All(places, place => Assert.Equal([7, 8, 9], place.Result.Facts));
    }

    private static List<string>[] Drawn(int size, Func<IPointDraws, int[], List<string>> draw) =>
        [.. TakingTurns.Run(size, collective =>
        {
            using var scope = TensorScope.Open();
            int[] places = [.. Enumerable.Range(0, Masks.Length).Where(image => image % size == collective.Rank)];
            int[] own = [.. places.Select(place => Masks[place])];
            return draw(SharedPointDraws.Of(new SeededPointDraws(5, 7), collective, places, own), own);
        }).Select(outcome => outcome.Error is null ? outcome.Result! : throw outcome.Error)];

    private static List<string> Rows(Tensor drawn) =>
        [.. drawn.ToArray<float>().Chunk(8).Select(row => string.Join(' ', row.Select(value => value.ToString("r"))))];
}
