using System.Buffers;
using System.Numerics;

namespace Panoptes.Metrics.Assignment;

/// <summary>One row paired with one column.</summary>
/// <param name="Row">Row index.</param>
/// <param name="Column">Column index.</param>
public readonly record struct AssignedPair(int Row, int Column);

/// <summary>
/// Exact rectangular linear assignment in float64 by shortest augmenting paths (Crouse 2016, "On implementing 2D
/// rectangular assignment algorithms"), O(n^3), from a first assignment by row reduction; where the optimum may not be the only one, the
/// paths start from nothing, which breaks ties as scipy's <c>linear_sum_assignment</c> breaks them.
/// </summary>
public static class LinearAssignment
{
    // Below it a first assignment costs more than it saves.
    private const int FewSources = 8;

    /// <summary>Pairs min(rows, columns) rows and columns, each at most once, so that the summed cost is least (or most).</summary>
    /// <param name="cost">rows * columns finite values, row-major.</param>
    /// <param name="rows">Count of rows, at least 0.</param>
    /// <param name="columns">Count of columns, at least 0.</param>
    /// <param name="maximize">Whether the sum is to be the largest.</param>
    /// <returns>The pairs, sorted by row.</returns>
    /// <exception cref="ArgumentException">A cost is NaN or infinite, or the count of values is wrong.</exception>
    public static AssignedPair[] Solve(ReadOnlySpan<double> cost, int rows, int columns, bool maximize = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (cost.Length != (long)rows * columns)
        {
            throw new ArgumentException($"{cost.Length} costs for {rows} rows and {columns} columns", nameof(cost));
        }

        RequireFinite(cost, columns);
        if (cost.Length == 0)
        {
            return [];
        }

        // The paths start from the shorter side.
        var transposed = columns < rows;
        var (sources, targets) = transposed ? (columns, rows) : (rows, columns);
        var stride = AugmentingPaths.Stride(targets);
        var work = ArrayPool<double>.Shared.Rent(sources * stride);
        for (var source = 0; source < sources; source++)
        {
            var row = work.AsSpan(source * stride, targets);
            Take(cost, columns, source, transposed, row);
            if (maximize)
            {
                Negate(row);
            }
        }

        var targetOf = (sources < FewSources ? null : new AugmentingPaths(work, sources, targets, stride).SolveUnique())
            ?? new AugmentingPaths(work, sources, targets, stride).Solve();
        ArrayPool<double>.Shared.Return(work);
        var pairs = new AssignedPair[sources];
        for (var s = 0; s < sources; s++)
        {
            pairs[s] = transposed ? new AssignedPair(targetOf[s], s) : new AssignedPair(s, targetOf[s]);
        }

        if (transposed)
        {
            Array.Sort(pairs, (a, b) => a.Row.CompareTo(b.Row));
        }

        return pairs;
    }

    private static void Take(ReadOnlySpan<double> cost, int columns, int source, bool transposed, Span<double> row)
    {
        if (!transposed)
        {
            cost.Slice(source * columns, columns).CopyTo(row);
            return;
        }

        for (var target = 0; target < row.Length; target++)
        {
            row[target] = cost[(target * columns) + source];
        }
    }

    private static void Negate(Span<double> row)
    {
        foreach (ref var value in row)
        {
            value = -value;
        }
    }

    private static void RequireFinite(ReadOnlySpan<double> cost, int columns)
    {
        // The difference of a finite number to itself is 0, that of another one is NaN.
        var sum = Vector<double>.Zero;
        var whole = cost.Length / Vector<double>.Count * Vector<double>.Count;
        for (var i = 0; i < whole; i += Vector<double>.Count)
        {
            var some = new Vector<double>(cost[i..]);
            sum += some - some;
        }

        var start = Vector.EqualsAll(sum, Vector<double>.Zero) ? whole : 0;
        for (var i = start; i < cost.Length; i++)
        {
            if (!double.IsFinite(cost[i]))
            {
                throw new ArgumentException(
                    $"the cost in row {i / columns}, column {i % columns} is {cost[i]}; every cost must be finite", nameof(cost));
            }
        }
    }
}
