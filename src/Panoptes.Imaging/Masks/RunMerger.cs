namespace Panoptes.Imaging.Masks;

/// <summary>Union and intersection of two run-length lists of one size (maskApi.c, rleMerge), empty inner runs walked literally.</summary>
internal static class RunMerger
{
    public static uint[] Merge(uint[] first, uint[] second, bool intersection)
    {
        if (first.Length == 0 || second.Length == 0)
        {
            return [];
        }

        var merged = new uint[first.Length + second.Length];
        var (ca, cb) = (first[0], second[0]);
        var (a, b, m) = (1, 1, 0);
        var (va, vb, v) = (false, false, false);
        uint run = 0;
        ulong left;
        do
        {
            var c = Math.Min(ca, cb);
            run += c;
            ca -= c;
            if (ca == 0 && a < first.Length)
            {
                ca = first[a++];
                va = !va;
            }

            cb -= c;
            if (cb == 0 && b < second.Length)
            {
                cb = second[b++];
                vb = !vb;
            }

            left = (ulong)ca + cb;
            var before = v;
            v = intersection ? va && vb : va || vb;
            if (v != before || left == 0)
            {
                merged[m++] = run;
                run = 0;
            }
        }
        while (left > 0);

        Array.Resize(ref merged, m);
        return merged;
    }
}
