using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Panoptes.Metrics.Assignment;

/// <summary>
/// A first assignment of most sources by their two cheapest targets (Jonker and Volgenant 1987, augmenting row reduction): each takes its
/// cheapest, whose price falls by what the second would cost more; who held it looks again. Prices only fall, and those of targets that
/// nobody holds stay 0, as an optimum of fewer sources than targets asks for.
/// </summary>
/// <param name="cost">sources * stride values, row-major; those behind the targets may be anything.</param>
/// <param name="sources">Rows, at most <paramref name="targets"/>.</param>
/// <param name="targets">Columns, at least 2.</param>
/// <param name="stride">Columns of memory: targets rounded up to whole vectors.</param>
internal sealed class RowReduction(double[] cost, int sources, int targets, int stride)
{
    // Costs that are nearly equal could make two sources outbid each other for long: what is left then is left to the paths.
    private const int LooksEach = 4;
    private const int Rounds = 2;

    /// <summary>By target: its price, at most 0; minus infinity behind the targets.</summary>
    public double[] Prices { get; } = new double[stride];

    /// <summary>By source: its target, -1 of those that are left.</summary>
    public int[] TargetOf { get; } = new int[sources];

    /// <summary>By target: its source, -1 of those that nobody holds.</summary>
    public int[] SourceOf { get; } = new int[targets];

    /// <summary>Assigns; returned are the sources that are left.</summary>
    public List<int> Run()
    {
        Array.Fill(TargetOf, -1);
        Array.Fill(SourceOf, -1);
        Prices.AsSpan(targets).Fill(double.NegativeInfinity);
        List<int> left = [.. Enumerable.Range(0, sources)];
        for (var round = 0; round < Rounds; round++)
        {
            var looks = LooksEach * sources;
            var next = new List<int>();
            foreach (var first in left)
            {
                for (var source = first; source >= 0;)
                {
                    var displaced = looks-- > 0 ? Take(source) : source;
                    if (displaced == source)
                    {
                        next.Add(source);
                        break;
                    }

                    source = displaced;
                }
            }

            left = next;
        }

        return left;
    }

    // Gives a source its cheapest target; returned is who held it, -1 for nobody, the source itself where it has to wait.
    private int Take(int source)
    {
        var (least, second, target) = TwoLeast(source);
        var holder = SourceOf[target];
        if (holder >= 0 && !(least < second))
        {
            return source;
        }

        Prices[target] -= second - least;
        (TargetOf[source], SourceOf[target]) = (target, source);
        if (holder >= 0)
        {
            TargetOf[holder] = -1;
        }

        return holder;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (double Least, double Second, int Target) TwoLeast(int source)
    {
        ref var row = ref cost[source * stride];
        ref var price = ref MemoryMarshal.GetArrayDataReference(Prices);
        var (least, second) = (Vector512.Create(double.PositiveInfinity), Vector512.Create(double.PositiveInfinity));
        var (place, here) = (Vector512<long>.Zero, Vector512<long>.Indices);
        for (nuint j = 0; j < (nuint)stride; j += (nuint)Vector512<double>.Count)
        {
            var value = Vector512.LoadUnsafe(ref row, j) - Vector512.LoadUnsafe(ref price, j);
            var isLeast = Vector512.LessThan(value, least);
            second = Vector512.ConditionalSelect(
                isLeast, least, Vector512.ConditionalSelect(Vector512.LessThan(value, second), value, second));
            least = Vector512.ConditionalSelect(isLeast, value, least);
            place = Vector512.ConditionalSelect(isLeast.AsInt64(), here, place);
            here += Vector512.Create((long)Vector512<double>.Count);
        }

        var (lowest, next, target) = (double.PositiveInfinity, double.PositiveInfinity, 0);
        for (var lane = 0; lane < Vector512<double>.Count; lane++)
        {
            if (least[lane] < lowest)
            {
                (lowest, next, target) = (least[lane], Math.Min(lowest, second[lane]), (int)place[lane]);
            }
            else
            {
                next = Math.Min(next, least[lane]);
            }
        }

        return (lowest, next, target);
    }
}
