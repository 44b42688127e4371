namespace Panoptes.Imaging.Masks;

/// <summary>
/// Walks two run-length lists of one size stretch by stretch, as maskApi.c does (rleMerge, rleIou): where both lists have an
/// empty run at once, it ends.
/// </summary>
internal static class RunMerger
{
    /// <summary>Union or intersection of two lists.</summary>
    public static uint[] Merge(uint[] first, uint[] second, bool intersection)
    {
        if (first.Length == 0 || second.Length == 0)
        {
            return [];
        }

        var merged = new uint[first.Length + second.Length];
        var (m, v) = (0, false);
        uint run = 0;
        var walk = new Walk(first, second);
        do
        {
            run += walk.Step();
            var before = v;
            v = intersection ? walk.InFirst && walk.InSecond : walk.InFirst || walk.InSecond;
            if (v != before || walk.IsDone)
            {
                merged[m++] = run;
                run = 0;
            }
        }
        while (!walk.IsDone);

        Array.Resize(ref merged, m);
        return merged;
    }

    /// <summary>Pixels in both lists, and in either.</summary>
    public static (long Intersection, long Union) Overlap(ReadOnlySpan<uint> first, ReadOnlySpan<uint> second)
    {
        long intersection = 0, union = 0;
        var walk = new Walk(first, second);
        do
        {
            var (inFirst, inSecond) = (walk.InFirst, walk.InSecond);
            var pixels = walk.Step();
            union += inFirst || inSecond ? pixels : 0;
            intersection += inFirst && inSecond ? pixels : 0;
        }
        while (!walk.IsDone);

        return (intersection, union);
    }

    private ref struct Walk(ReadOnlySpan<uint> first, ReadOnlySpan<uint> second)
    {
        private readonly ReadOnlySpan<uint> first = first;
        private readonly ReadOnlySpan<uint> second = second;
        private uint leftOfFirst = first[0];
        private uint leftOfSecond = second[0];
        private int nextOfFirst = 1;
        private int nextOfSecond = 1;

        /// <summary>Whether the next stretch lies in the first mask.</summary>
        public bool InFirst { get; private set; }

        /// <summary>Whether the next stretch lies in the second mask.</summary>
        public bool InSecond { get; private set; }

        public readonly bool IsDone => leftOfFirst == 0 && leftOfSecond == 0;

        /// <summary>Passes the stretch up to the next end of a run; returns its length.</summary>
        public uint Step()
        {
            var length = Math.Min(leftOfFirst, leftOfSecond);
            leftOfFirst -= length;
            if (leftOfFirst == 0 && nextOfFirst < first.Length)
            {
                leftOfFirst = first[nextOfFirst++];
                InFirst = !InFirst;
            }

            leftOfSecond -= length;
            if (leftOfSecond == 0 && nextOfSecond < second.Length)
            {
                leftOfSecond = second[nextOfSecond++];
                InSecond = !InSecond;
            }

            return length;
        }
    }
}
