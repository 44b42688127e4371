using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Panoptes.Metrics.Assignment;

/// <summary>
/// Shortest augmenting paths, one for each source, over all targets at once in vectors. Which of several equal distances is taken is what
/// scipy's scalar loop takes: it scans the open targets in an order of its own, keeps the first and prefers a later one that is free.
/// </summary>
/// <param name="cost">sources * stride values, row-major; those behind the targets may be anything.</param>
/// <param name="sources">Rows, at most <paramref name="targets"/>.</param>
/// <param name="targets">Columns.</param>
/// <param name="stride">Columns of memory: targets rounded up to whole vectors.</param>
internal sealed class AugmentingPaths(double[] cost, int sources, int targets, int stride)
{
    private readonly double[] sourcePrice = new double[sources];
    private readonly double[] targetPrice = new double[targets];
    private readonly double[] distance = new double[stride];
    private readonly double[] finalDistance = new double[targets];

    // Minus infinity for targets that are closed: nothing is nearer than they are.
    private readonly double[] openPrice = new double[stride];
    private readonly long[] cameFrom = new long[stride];
    private readonly int[] targetOf = Filled(sources, -1);
    private readonly int[] sourceOf = Filled(targets, -1);

    // The open targets in the order they are scanned in, and each one's place in it.
    private readonly int[] order = new int[targets];
    private readonly int[] place = new int[targets];
    private bool isAnyOfEquals;
    private readonly List<int> seenSources = new(sources);
    private readonly List<int> seenTargets = new(sources);

    /// <summary>Columns of memory that so many targets take.</summary>
    public static int Stride(int targets) => (targets + Vector512<double>.Count - 1) / Vector512<double>.Count * Vector512<double>.Count;

    /// <summary>The target of every source, of several optima the one that scipy finds.</summary>
    public int[] Solve()
    {
        for (var start = 0; start < sources; start++)
        {
            Assign(start);
        }

        return targetOf;
    }

    /// <summary>The same, several times as fast; null where there may be another optimum, which scipy might find.</summary>
    public int[]? SolveUnique()
    {
        isAnyOfEquals = true;
        var reduction = new RowReduction(cost, sources, targets, stride);
        var left = reduction.Run();
        reduction.Prices.AsSpan(0, targets).CopyTo(targetPrice);
        reduction.TargetOf.CopyTo(targetOf, 0);
        reduction.SourceOf.CopyTo(sourceOf, 0);
        for (var source = 0; source < sources; source++)
        {
            var target = targetOf[source];
            sourcePrice[source] = target < 0 ? 0 : cost[(source * stride) + target] - targetPrice[target];
        }

        left.ForEach(Assign);
        return new OtherOptima(cost, stride, sourcePrice, targetPrice, targetOf, sourceOf).MayExist() ? null : targetOf;
    }

    private void Assign(int start)
    {
        var end = ShortestPath(start, out var length);
        UpdatePrices(start, length);
        for (int target = end, source = -1; source != start;)
        {
            source = (int)cameFrom[target];
            sourceOf[target] = source;
            (targetOf[source], target) = (target, targetOf[source]);
        }
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
        for (var i = 0; i < targets && !isAnyOfEquals; i++)
        {
            (order[i], place[targets - i - 1]) = (targets - i - 1, i);
        }

        seenSources.Clear();
        seenTargets.Clear();
        Array.Fill(distance, double.PositiveInfinity);
        targetPrice.CopyTo(openPrice.AsSpan());
        openPrice.AsSpan(targets).Fill(double.NegativeInfinity);
        length = 0;
        for (var left = targets; ;)
        {
            seenSources.Add(source);
            length = Relax(source, length);
            var target = Nearest(length);
            Close(target, length, --left);
            if (sourceOf[target] < 0)
            {
                return target;
            }

            source = sourceOf[target];
        }
    }

    private void Close(int target, double length, int last)
    {
        seenTargets.Add(target);
        (finalDistance[target], distance[target], openPrice[target]) = (length, double.PositiveInfinity, double.NegativeInfinity);
        if (!isAnyOfEquals)
        {
            var moved = order[last];
            (order[place[target]], place[moved]) = (moved, place[target]);
        }
    }

    // The least distance of an open target, once paths through the source are known.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Relax(int source, double length)
    {
        ref var row = ref cost[source * stride];
        ref var price = ref MemoryMarshal.GetArrayDataReference(openPrice);
        ref var known = ref MemoryMarshal.GetArrayDataReference(distance);
        ref var from = ref MemoryMarshal.GetArrayDataReference(cameFrom);
        var (start, own, here) = (Vector512.Create(length), Vector512.Create(sourcePrice[source]), Vector512.Create((long)source));
        var least = Vector512.Create(double.PositiveInfinity);
        for (nuint j = 0; j < (nuint)stride; j += (nuint)Vector512<double>.Count)
        {
            var reached = start + Vector512.LoadUnsafe(ref row, j) - own - Vector512.LoadUnsafe(ref price, j);
            var before = Vector512.LoadUnsafe(ref known, j);
            var closer = Vector512.LessThan(reached, before);
            var now = Vector512.ConditionalSelect(closer, reached, before);
            now.StoreUnsafe(ref known, j);
            Vector512.ConditionalSelect(closer.AsInt64(), here, Vector512.LoadUnsafe(ref from, j)).StoreUnsafe(ref from, j);
            least = Vector512.MinNative(least, now);
        }

        var lowest = double.PositiveInfinity;
        for (var i = 0; i < Vector512<double>.Count; i++)
        {
            lowest = Math.Min(lowest, least[i]);
        }

        return lowest;
    }

    private int Nearest(double lowest)
    {
        var span = distance.AsSpan(0, targets);
        var first = span.IndexOf(lowest);
        if (isAnyOfEquals)
        {
            return first;
        }

        var next = span[(first + 1)..].IndexOf(lowest);
        return next < 0 ? first : NearestOfEquals(span, lowest, first);
    }

    private int NearestOfEquals(ReadOnlySpan<double> distances, double lowest, int first)
    {
        var (best, free) = (first, -1);
        for (var at = first; at < distances.Length;)
        {
            best = place[at] < place[best] ? at : best;
            free = sourceOf[at] < 0 && (free < 0 || place[at] > place[free]) ? at : free;
            var step = distances[(at + 1)..].IndexOf(lowest);
            at = step < 0 ? distances.Length : at + 1 + step;
        }

        return free < 0 ? best : free;
    }

    private void UpdatePrices(int start, double length)
    {
        sourcePrice[start] += length;
        foreach (var source in seenSources)
        {
            if (source != start)
            {
                sourcePrice[source] += length - finalDistance[targetOf[source]];
            }
        }

        foreach (var target in seenTargets)
        {
            targetPrice[target] -= length - finalDistance[target];
        }
    }
}
