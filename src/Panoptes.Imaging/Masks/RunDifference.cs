using System.Buffers;

namespace Panoptes.Imaging.Masks;

/// <summary>What one list of runs has and another has not, interval by interval; no run of either but the first is empty.</summary>
internal static class RunDifference
{
    /// <summary>The runs of the difference.</summary>
    /// <param name="runs">Of what is kept.</param>
    /// <param name="taken">Of what is taken away.</param>
    /// <param name="pixels">What each adds up to.</param>
    public static uint[] Of(ReadOnlySpan<uint> runs, ReadOnlySpan<uint> taken, uint pixels)
    {
        var rented = ArrayPool<uint>.Shared.Rent(runs.Length + taken.Length + 1);
        var (count, end) = (0, 0u);
        var (behind, other) = (0u, Interval.First(taken));
        for (var i = 0; i + 1 < runs.Length; i += 2)
        {
            var from = behind + runs[i];
            behind = from + runs[i + 1];
            while (other.IsThere && other.End <= from)
            {
                other = other.Next(taken);
            }

            while (other.IsThere && other.Start < behind)
            {
                if (other.Start > from)
                {
                    Add(from, other.Start);
                }

                from = other.End;
                if (other.End >= behind)
                {
                    break;
                }

                other = other.Next(taken);
            }

            if (from < behind)
            {
                Add(from, behind);
            }
        }

        if (end < pixels)
        {
            rented[count++] = pixels - end;
        }

        var difference = rented.AsSpan(0, count).ToArray();
        ArrayPool<uint>.Shared.Return(rented);
        return difference;

        void Add(uint start, uint stop)
        {
            rented[count++] = start - end;
            rented[count++] = stop - start;
            end = stop;
        }
    }

    private readonly record struct Interval(int Place, uint Start, uint End, bool IsThere)
    {
        public static Interval First(ReadOnlySpan<uint> runs) => new Interval(-1, 0, 0, true).Next(runs);

        public Interval Next(ReadOnlySpan<uint> runs)
        {
            var place = Place + 2;
            return place < runs.Length
                ? new Interval(place, End + runs[place - 1], End + runs[place - 1] + runs[place], true)
                : default;
        }
    }
}
