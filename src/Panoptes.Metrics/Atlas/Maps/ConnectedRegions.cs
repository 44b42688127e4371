using Panoptes.Imaging;

namespace Panoptes.Metrics.Atlas.Maps;

/// <summary>
/// The connected regions of a class map, which stand for segments where labels tell no objects apart. Pixels that touch by a side or a
/// corner belong together, so that thin slanted things are not cut up.
/// </summary>
public static class ConnectedRegions
{
    /// <summary>The regions, in the order of their first pixels.</summary>
    /// <param name="classes">Class by pixel, from 0; negative where there is none. It is replaced by the regions' places.</param>
    public static IndexMap Of(Plane<int> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        var runs = Runs(classes);
        var parents = Join(runs);
        var found = new List<GrowingSegment>();
        var places = new int[runs.Count];
        for (var r = 0; r < runs.Count; r++)
        {
            var run = runs[r];
            var root = Root(parents, r);
            if (places[root] == 0)
            {
                found.Add(new GrowingSegment(new MapLabel(run.Class), ((long)run.Y * classes.Width) + run.X));
                places[root] = found.Count;
            }

            found[places[root] - 1].Add(run.X, run.Y, run.Length);
            classes.Row(run.Y).Slice(run.X, run.Length).Fill(places[root]);
        }

        return new IndexMap(classes, [.. found.Select(segment => segment.ToSegment())]);
    }

    // Pixels of no class become 0 on the way: they belong to no run.
    private static List<Run> Runs(Plane<int> classes)
    {
        var runs = new List<Run>();
        for (var y = 0; y < classes.Height; y++)
        {
            var row = classes.Row(y);
            for (var x = 0; x < row.Length;)
            {
                var (value, length) = (row[x], IndexMap.RunLength(row[x..]));
                if (value >= 0)
                {
                    runs.Add(new Run(x, y, length, value));
                }
                else
                {
                    row.Slice(x, length).Clear();
                }

                x += length;
            }
        }

        return runs;
    }

    private static int[] Join(List<Run> runs)
    {
        int[] parents = [.. Enumerable.Range(0, runs.Count)];
        for (int above = 0, r = 0; r < runs.Count; r++)
        {
            var run = runs[r];

            // Runs of the row above that end before this one begins touch none that follow in its row either.
            while (runs[above].Y < run.Y - 1 || (runs[above].Y == run.Y - 1 && runs[above].End < run.X))
            {
                above++;
            }

            for (var u = above; u < r && runs[u].Y == run.Y - 1 && runs[u].X <= run.End; u++)
            {
                if (runs[u].Class == run.Class)
                {
                    var (a, b) = (Root(parents, u), Root(parents, r));
                    parents[Math.Max(a, b)] = Math.Min(a, b);
                }
            }
        }

        return parents;
    }

    private static int Root(int[] parents, int run)
    {
        while (parents[run] != run)
        {
            run = parents[run] = parents[parents[run]];
        }

        return run;
    }

    /// <summary>Pixels of one class side by side; <see cref="End"/> is the column behind the last.</summary>
    private readonly record struct Run(int X, int Y, int Length, int Class)
    {
        public int End => X + Length;
    }
}
