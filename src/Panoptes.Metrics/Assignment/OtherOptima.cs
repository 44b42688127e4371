using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Panoptes.Metrics.Assignment;

/// <summary>
/// Whether another assignment may cost as little as one that is optimal. It would differ by sources that take each other's targets in a
/// circle, or by one that takes a target nobody holds, along pairs that cost (nearly) nothing beyond both prices.
/// </summary>
/// <param name="cost">sources * stride values, row-major.</param>
/// <param name="stride">Columns of memory.</param>
/// <param name="sourcePrice">By source.</param>
/// <param name="targetPrice">By target; no pair costs less than both prices, and the assigned ones cost as much.</param>
/// <param name="targetOf">By source: its target.</param>
/// <param name="sourceOf">By target: its source, or -1.</param>
internal sealed class OtherOptima(
    double[] cost, int stride, double[] sourcePrice, double[] targetPrice, int[] targetOf, int[] sourceOf)
{
    // Of the largest cost: far more than rounding adds up to, far less than by what costs differ that are not meant to be equal.
    private const double Nearly = 1e-11;

    private readonly List<int>[] swaps = new List<int>[targetOf.Length];

    /// <summary>Looks.</summary>
    public bool MayExist()
    {
        var slack = Nearly * Largest();
        for (var source = 0; source < targetOf.Length; source++)
        {
            if (!Collect(source, slack))
            {
                return true;
            }
        }

        return HasCircle();
    }

    private double Largest()
    {
        var (largest, some) = (0.0, Vector512<double>.Zero);
        for (var source = 0; source < targetOf.Length; source++)
        {
            var row = cost.AsSpan(source * stride, sourceOf.Length);
            for (; row.Length >= Vector512<double>.Count; row = row[Vector512<double>.Count..])
            {
                some = Vector512.Max(some, Vector512.Abs(Vector512.Create(row)));
            }

            foreach (var value in row)
            {
                largest = Math.Max(largest, Math.Abs(value));
            }
        }

        for (var lane = 0; lane < Vector512<double>.Count; lane++)
        {
            largest = Math.Max(largest, some[lane]);
        }

        return largest;
    }

    // Whom a source could take the target of at no cost; false where it could take one that nobody holds.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Collect(int source, double slack)
    {
        var row = cost.AsSpan(source * stride, sourceOf.Length);
        var most = sourcePrice[source] + slack;
        var whole = row.Length - (row.Length % Vector512<double>.Count);
        ref var costs = ref MemoryMarshal.GetReference(row);
        ref var prices = ref MemoryMarshal.GetArrayDataReference(targetPrice);
        for (var j = 0; j < row.Length;)
        {
            if (j < whole && !Vector512.LessThanOrEqualAny(
                Vector512.LoadUnsafe(ref costs, (nuint)j) - Vector512.LoadUnsafe(ref prices, (nuint)j), Vector512.Create(most)))
            {
                j += Vector512<double>.Count;
                continue;
            }

            for (var end = Math.Min(row.Length, j + Vector512<double>.Count); j < end; j++)
            {
                if (!(row[j] - targetPrice[j] <= most) || j == targetOf[source])
                {
                    continue;
                }

                if (sourceOf[j] < 0)
                {
                    return false;
                }

                (swaps[source] ??= []).Add(sourceOf[j]);
            }
        }

        return true;
    }

    // Takes away sources that nobody waits for, until none is left or a circle is.
    private bool HasCircle()
    {
        var waiting = new int[targetOf.Length];
        foreach (var others in swaps)
        {
            foreach (var other in others ?? [])
            {
                waiting[other]++;
            }
        }

        var free = new Stack<int>();
        for (var source = 0; source < waiting.Length; source++)
        {
            if (waiting[source] == 0)
            {
                free.Push(source);
            }
        }

        var gone = 0;
        while (free.TryPop(out var source))
        {
            gone++;
            foreach (var other in swaps[source] ?? [])
            {
                if (--waiting[other] == 0)
                {
                    free.Push(other);
                }
            }
        }

        return gone < waiting.Length;
    }
}
