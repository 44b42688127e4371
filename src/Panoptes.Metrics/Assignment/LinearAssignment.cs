namespace Panoptes.Metrics;

/// <summary>One row paired with one column.</summary>
/// <param name="Row">Row index.</param>
/// <param name="Column">Column index.</param>
public readonly record struct AssignedPair(int Row, int Column);

/// <summary>
/// Exact rectangular linear assignment in float64 by shortest augmenting paths (Crouse 2016, "On implementing 2D
/// rectangular assignment algorithms"), O(n^3); ties are broken as scipy's <c>linear_sum_assignment</c> breaks them.
/// </summary>
public static class LinearAssignment
{
    /// <summary>Pairs min(rows, columns) rows and columns, each at most once, so that the summed cost is least (or most).</summary>
    /// <param name="cost">rows * columns finite values, row-major.</param>
    /// <param name="rows">Count of rows, at least 0.</param>
    /// <param name="columns">Count of columns, at least 0.</param>
    /// <param name="maximise">Whether the sum is to be the largest.</param>
    /// <returns>The pairs, sorted by row.</returns>
    /// <exception cref="ArgumentException">A cost is NaN or infinite, or the count of values is wrong.</exception>
    public static AssignedPair[] Solve(ReadOnlySpan<double> cost, int rows, int columns, bool maximise = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (cost.Length != (long)rows * columns)
        {
            throw new ArgumentException($"{cost.Length} costs for {rows} rows and {columns} columns", nameof(cost));
        }

        for (var i = 0; i < cost.Length; i++)
        {
            if (!double.IsFinite(cost[i]))
            {
                throw new ArgumentException($"the cost in row {i / columns}, column {i % columns} is {cost[i]}; every cost must be finite", nameof(cost));
            }
        }

        if (cost.Length == 0)
        {
            return [];
        }

        // The paths start from the shorter side.
        var transposed = columns < rows;
        var (sources, targets) = transposed ? (columns, rows) : (rows, columns);
        var work = new double[cost.Length];
        for (var r = 0; r < rows; r++)
        {
            for (var c = 0; c < columns; c++)
            {
                var value = cost[(r * columns) + c];
                work[transposed ? (c * rows) + r : (r * columns) + c] = maximise ? -value : value;
            }
        }

        var targetOf = new AugmentingPaths(work, sources, targets).Solve();
        var pairs = new AssignedPair[sources];
        for (var s = 0; s < sources; s++)
        {
            pairs[s] = transposed ? new AssignedPair(targetOf[s], s) : new AssignedPair(s, targetOf[s]);
        }

        Array.Sort(pairs, (a, b) => a.Row.CompareTo(b.Row));
        return pairs;
    }

    private sealed class AugmentingPaths(double[] cost, int sources, int targets)
    {
        private readonly double[] sourcePrice = new double[sources];
        private readonly double[] targetPrice = new double[targets];
        private readonly double[] distance = new double[targets];
        private readonly int[] cameFrom = new int[targets];
        private readonly int[] targetOf = Filled(sources, -1);
        private readonly int[] sourceOf = Filled(targets, -1);
        private readonly int[] open = new int[targets];
        private readonly bool[] sourceSeen = new bool[sources];
        private readonly bool[] targetSeen = new bool[targets];

        public int[] Solve()
        {
            for (var start = 0; start < sources; start++)
            {
                var end = ShortestPath(start, out var length);
                UpdatePrices(start, length);
                for (int target = end, source = -1; source != start;)
                {
                    source = cameFrom[target];
                    sourceOf[target] = source;
                    (targetOf[source], target) = (target, targetOf[source]);
                }
            }

            return targetOf;
        }

        private static int[] Filled(int length, int value)
        {
            var array = new int[length];
            Array.Fill(array, value);
            return array;
        }

        private int ShortestPath(int source, out double length)
        {
            // Scanned from the last target, so that a constant matrix gives the identity.
            for (var i = 0; i < targets; i++)
            {
                open[i] = targets - i - 1;
            }

            Array.Clear(sourceSeen);
            Array.Clear(targetSeen);
            Array.Fill(distance, double.PositiveInfinity);
            length = 0;
            for (var left = targets; ;)
            {
                sourceSeen[source] = true;
                var nearest = Relax(source, open.AsSpan(0, left), length);
                var target = open[nearest];
                length = distance[target];
                targetSeen[target] = true;
                open[nearest] = open[--left];
                if (sourceOf[target] < 0)
                {
                    return target;
                }

                source = sourceOf[target];
            }
        }

        private int Relax(int source, ReadOnlySpan<int> candidates, double length)
        {
            var row = cost.AsSpan(source * targets, targets);
            var (nearest, lowest, price) = (-1, double.PositiveInfinity, sourcePrice[source]);
            for (var i = 0; i < candidates.Length; i++)
            {
                var j = candidates[i];
                var reached = length + row[j] - price - targetPrice[j];
                if (reached < distance[j])
                {
                    (cameFrom[j], distance[j]) = (source, reached);
                }

                // Among equals, a free target ends the path at once.
                var d = distance[j];
                if (d < lowest || (d == lowest && sourceOf[j] < 0))
                {
                    (lowest, nearest) = (d, i);
                }
            }

            return nearest;
        }

        private void UpdatePrices(int start, double length)
        {
            sourcePrice[start] += length;
            for (var i = 0; i < sources; i++)
            {
                if (sourceSeen[i] && i != start)
                {
                    sourcePrice[i] += length - distance[targetOf[i]];
                }
            }

            for (var j = 0; j < targets; j++)
            {
                if (targetSeen[j])
                {
                    targetPrice[j] -= length - distance[j];
                }
            }
        }
    }
}
