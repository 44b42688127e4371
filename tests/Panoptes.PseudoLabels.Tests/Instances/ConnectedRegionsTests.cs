using Panoptes.Imaging;
using Panoptes.PseudoLabels.Instances;

namespace Panoptes.PseudoLabels.Tests.Instances;

public sealed class ConnectedRegionsTests
{
    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 4)]
    public void Corners_join_only_where_diagonals_do(bool diagonals, int expected)
    {
        var mask = Mask("##...", "..#.#", ".#..#");
        var (numbers, areas) = ConnectedRegions.Find(mask, diagonals);
        Assert.Equal(expected, areas.Count);
        Assert.Equal(6, areas.Sum());
        Assert.Equal(1, numbers[0, 0]);
        Assert.Equal(areas.Index().Select(area => numbers.Pixels.Count(n => n == area.Index + 1)), areas);
    }

    [Fact]
    public void Holes_are_filled_and_the_outside_is_not()
    {
        var mask = Mask("......", ".###..", ".#.#..", ".###..", "....##");
        Assert.Equal(1, ConnectedRegions.FillHoles(mask));
        Assert.Equal(Mask("......", ".###..", ".###..", ".###..", "....##").Pixels, mask.Pixels);
        Assert.Equal(0, ConnectedRegions.FillHoles(mask));
    }

    private static Plane<byte> Mask(params string[] rows) =>
        new(rows[0].Length, rows.Length, [.. string.Concat(rows).Select(c => c == '#' ? (byte)1 : (byte)0)]);
}
