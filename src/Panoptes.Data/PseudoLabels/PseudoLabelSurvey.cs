using Panoptes.Data.LabelContracts;
using Panoptes.Foundation;

namespace Panoptes.Data.PseudoLabels;

/// <summary>What label files really hold, found by decoding them.</summary>
public sealed class PseudoLabelSurvey
{
    private const int Ids = 65536;
    private readonly SortedDictionary<LabelSize, (int Files, string Example)> sizes = new(
        Comparer<LabelSize>.Create((a, b) => (a.Width, a.Height).CompareTo((b.Width, b.Height))));
    private readonly long[] all = new long[Ids];
    private readonly long[] inside = new long[Ids];

    private PseudoLabelSurvey()
    {
    }

    /// <summary>Pairs that were decoded.</summary>
    public int Files { get; private set; }

    /// <summary>Pairs without a pixel of any object.</summary>
    public int Empty { get; private set; }

    /// <summary>Objects in all pairs together.</summary>
    public long Objects { get; private set; }

    /// <summary>The largest number of an object.</summary>
    public int LargestObject { get; private set; }

    /// <summary>Bits of the semantic maps, 8 or 16: the most that a file has.</summary>
    public int BitDepth { get; private set; } = 8;

    /// <summary>Bits of the instance maps, 8 or 16: the most that a file has.</summary>
    public int InstanceBitDepth { get; private set; } = 8;

    /// <summary>How many pairs have which size, with one of them.</summary>
    public IReadOnlyDictionary<LabelSize, (int Files, string Example)> Sizes => sizes;

    /// <summary>The largest id that occurs, void included.</summary>
    public int LargestId => Array.FindLastIndex(all, count => count > 0);

    /// <summary>Pixels of each id, 65536 numbers.</summary>
    public IReadOnlyList<long> Pixels => all;

    /// <summary>Pixels of each id that lie inside of objects, 65536 numbers.</summary>
    public IReadOnlyList<long> InsidePixels => inside;

    /// <summary>Decodes pairs, one a thread at a time.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="report">Takes what is wrong with a pair, which is then left out; null makes the first pair's an error.</param>
    /// <exception cref="InputException">A pair cannot be read, and nobody takes that.</exception>
    public static PseudoLabelSurvey Of(IReadOnlyList<PseudoLabelPair> pairs, Action<InputException>? report = null)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var survey = new PseudoLabelSurvey();
        var gate = new Lock();
        ParallelItems.Run(pairs.Count, Environment.ProcessorCount, i =>
        {
            try
            {
                var found = Look(pairs[i]);
                lock (gate)
                {
                    survey.Add(found, pairs[i]);
                }
            }
            catch (InputException problem) when (report is not null)
            {
                lock (gate)
                {
                    report(problem);
                }
            }
        });

        return survey;
    }

    private static Found Look(PseudoLabelPair pair)
    {
        var (maps, bits, instanceBits) = PseudoLabelMaps.ReadStored(pair);
        var counts = new Dictionary<int, (long All, long Inside)>();
        var objects = new HashSet<int>();
        maps.ForRuns((_, length, cluster, instance) =>
        {
            var (pixels, within) = counts.GetValueOrDefault(cluster);
            counts[cluster] = (pixels + length, within + (instance > 0 ? length : 0));
            if (instance > 0)
            {
                objects.Add(instance);
            }
        });

        return new Found(
            new LabelSize(maps.Semantic.Width, maps.Semantic.Height), bits, instanceBits ?? 8, counts, objects.Count,
            objects.DefaultIfEmpty(0).Max());
    }

    private void Add(Found found, PseudoLabelPair pair)
    {
        Files++;
        Empty += found.Objects == 0 ? 1 : 0;
        Objects += found.Objects;
        LargestObject = Math.Max(LargestObject, found.LargestObject);
        BitDepth = Math.Max(BitDepth, found.BitDepth);
        InstanceBitDepth = Math.Max(InstanceBitDepth, found.InstanceBitDepth);
        var size = found.Size;
        // Threads end in any order; the example is the same one whichever did first.
        sizes[size] = sizes.TryGetValue(size, out var known)
            ? (known.Files + 1, string.CompareOrdinal(known.Example, pair.Semantic) < 0 ? known.Example : pair.Semantic)
            : (1, pair.Semantic);
        foreach (var (id, (pixels, within)) in found.Counts)
        {
            all[id] += pixels;
            inside[id] += within;
        }
    }

    private sealed record Found(
        LabelSize Size, int BitDepth, int InstanceBitDepth, Dictionary<int, (long All, long Inside)> Counts, int Objects,
        int LargestObject);
}
