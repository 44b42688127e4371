using Panoptes.Imaging;
using Panoptes.Metrics.Atlas.Counting;
using Panoptes.Metrics.Atlas.Maps;

namespace Panoptes.Metrics.Tests.Atlas;

public sealed class MapTests
{
    [Fact]
    public void Distances_are_those_of_a_search_over_all_pixels() => Scenes.Check(patches =>
    {
        var ids = patches.Map(patches.Truth).Ids;
        var found = BoundaryDistance.Of(ids);
        for (var i = 0; i < found.Length; i++)
        {
            var (x, y) = (i % ids.Width, i / ids.Width);
            var nearest = Enumerable.Range(0, found.Length).Where(j => ids.Pixels[j] != ids.Pixels[i])
                .Select(j => Math.Max(Math.Abs((j % ids.Width) - x), Math.Abs((j / ids.Width) - y)))
                .DefaultIfEmpty(BoundaryDistance.Far).Min();
            Assert.Equal(nearest, found[i]);
        }
    }, 60);

    [Fact]
    public void Regions_are_those_of_a_flood_fill() => Scenes.Check(patches =>
    {
        var classes = new Plane<int>(24, 16);
        classes.Pixels.AsSpan().Fill(-1);
        foreach (var patch in patches.Truth)
        {
            for (var y = patch.Y; y < Math.Min(16, patch.Y + patch.Height); y++)
            {
                for (var x = patch.X; x < Math.Min(24, patch.X + patch.Width); x++)
                {
                    classes[x, y] = (x + y) % 7 == 0 ? -1 : patch.Class;
                }
            }
        }

        var expected = Flooded(classes);
        var map = ConnectedRegions.Of(new Plane<int>(24, 16, [.. classes.Pixels]));
        Assert.Equal(expected, map.Ids.Pixels);
        Assert.Equal(classes.Pixels, map.Ids.Pixels.Select(id => id == 0 ? -1 : map.Segments[id - 1].Class));
        Assert.All(map.Segments.Select((one, place) => (one, place)), x =>
        {
            var mask = map.MaskOf(x.place);
            Assert.Equal((x.one.Area, map.Ids.Pixels.Count(id => id == x.place + 1)), (mask.Area, (int)mask.Area));
        });
    });

    [Fact]
    public void Pixels_of_all_bands_and_places_are_those_of_the_confusion() => Scenes.Check(patches =>
    {
        var tally = new PixelTally(PatchScene.Classes);
        var share = tally.Add(patches.Frame());
        var all = Enumerable.Range(0, BoundaryBands.Limits.Count).Sum(tally.Pixels);
        var wrong = Enumerable.Range(0, BoundaryBands.Limits.Count).Sum(tally.Wrong);
        var right = Enumerable.Range(0, PatchScene.Classes).Sum(known => tally.Confusion[known, known]);
        Assert.Equal(tally.Confusion.Valid, all);
        Assert.Equal(all - right, wrong);
        Assert.Equal(all, Enumerable.Range(0, AtlasGrid.Cells).Sum(tally.PixelsAt));
        Assert.Equal(wrong, Enumerable.Range(0, AtlasGrid.Cells).Sum(tally.WrongAt));
        Assert.Equal(all == 0 ? double.NaN : (double)right / all, share, 12);
    });

    private static int[] Flooded(Plane<int> classes)
    {
        var ids = new int[classes.Pixels.Length];
        var next = 0;
        for (var start = 0; start < ids.Length; start++)
        {
            if (classes.Pixels[start] < 0 || ids[start] > 0)
            {
                continue;
            }

            var open = new Stack<int>([start]);
            ids[start] = ++next;
            while (open.TryPop(out var i))
            {
                for (var j = 0; j < ids.Length; j++)
                {
                    if (ids[j] == 0 && classes.Pixels[j] == classes.Pixels[i]
                        && Math.Abs((i % 24) - (j % 24)) <= 1 && Math.Abs((i / 24) - (j / 24)) <= 1)
                    {
                        ids[j] = next;
                        open.Push(j);
                    }
                }
            }
        }

        return ids;
    }
}
