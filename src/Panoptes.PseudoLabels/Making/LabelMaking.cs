using Panoptes.Data.LabelContracts;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;
using Panoptes.Imaging;
using Panoptes.PseudoLabels.Splitting;

namespace Panoptes.PseudoLabels.Making;

/// <summary>
/// Makes a folder of pseudo-labels: STEM_semantic.png and STEM_instance.png of every image, statistics.json, and last labels.json, which
/// says what they are. Every file is there whole or not at all; a call that was stopped, however, goes on where it was.
/// </summary>
public sealed class LabelMaking
{
    /// <summary>The name of the counts' file.</summary>
    public const string StatisticsName = "statistics.json";

    private readonly MakeConfig config;
    private readonly int threads;
    private readonly IReadOnlyList<ListedImage> images;
    private readonly ClassSource source;
    private readonly ClusterCounts? given;

    /// <summary>Looks at what is there to work with.</summary>
    /// <param name="config">The settings.</param>
    /// <param name="given">Counts that tell things from stuff instead of those counted here; null counts.</param>
    /// <exception cref="InputException">A setting is wrong, or a file or folder is missing.</exception>
    public LabelMaking(MakeConfig config, ClusterCounts? given = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Check();
        (this.config, this.given) = (config, given);
        threads = config.Threads > 0 ? config.Threads : Environment.ProcessorCount;
        images = ListedImage.All(config.Images, config.Split);
        source = new ClassSource(config);
    }

    /// <summary>Makes the labels.</summary>
    /// <param name="plan">The plan that guards inputs and what others wrote.</param>
    /// <param name="folder">Where they go: new, empty, or of a call with the same settings.</param>
    /// <param name="progress">Told how many images of how many are done, from any thread.</param>
    /// <exception cref="InputException">
    /// A file cannot be used, the folder holds labels of other settings, or nothing is a thing.
    /// </exception>
    public MakeReport Make(OutputPlan plan, string folder, Action<int, int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        plan.Reads(config.Images, config.Source.Folder, config.Source.Flipped, config.Source.Windows, config.Depth.Folder,
            config.Instances.Path).Reads(config.Statistics);
        using var proposals = config.Instances.From == InstanceSource.Files ? new ProposalFiles(config.Instances.Path!) : null;
        var fingerprint = MakeState.Fingerprint(config, images, source, proposals, config.Instances.NeedsThings ? given : null);
        var output = plan.Folder(folder);
        var state = new MakeState(output);
        if (state.Begun() is { } begun && begun != fingerprint)
        {
            throw new InputException(
                folder, "labels made with other settings, or of other files", "a new folder, or the same settings",
                "give another --out, or remove the folder");
        }

        var pairs = images.Select(image => new LabelPair(output, image)).ToArray();
        var (statistics, contract) = (output.File(StatisticsName, "labels make"), output.File(LabelContractFile.Name, "labels make"));
        using var writing = plan.Begin();
        LabelPair.RemoveLeftovers(folder);
        var clusters = state.Found();
        if (clusters is null)
        {
            clusters = new ClusterFinding(config, images, source, threads).Find();
            state.Write(fingerprint, clusters);
        }

        var voidId = clusters.Final > 255 ? ushort.MaxValue : byte.MaxValue;
        var known = config.Instances.NeedsThings ? Split(given ?? new ClusterCounts(clusters.Final), clusters.Final) : null;
        var labeling = new ImageLabeling(config, source, clusters, proposals, known?.Things, voidId);
        var tally = new Tally(clusters.Final);
        Run(pairs, labeling, tally, voidId, clusters, progress);
        ClusterCountsFile.Write(statistics, tally.Counts);
        var split = known ?? Split(given ?? tally.Counts, clusters.Final);
        LabelContractFile.Write(contract, Contract(split, clusters.Final, voidId, tally.Counts, fingerprint));
        return new MakeReport(images.Count, tally.Made, clusters.Final, split, tally.Instances, tally.VoidShare);
    }

    private ThingStuffSplit Split(ClusterCounts counts, int clusters)
    {
        if (counts.Clusters != clusters)
        {
            throw new InputException("statistics", $"counts of {counts.Clusters} clusters", $"{clusters}", "give those of these clusters");
        }

        var split = ThingStuffSplit.Make(counts, config.Things);
        split.Check("things", config.Things);
        return split;
    }

    // As many images at once as memory allows; the threads left over work on each.
    private void Run(
        LabelPair[] pairs, ImageLabeling labeling, Tally tally, ushort voidId, Clusters clusters, Action<int, int>? progress)
    {
        var largest = images.Max(image => (long)image.LabelWidth(config.Scale) * image.LabelHeight(config.Scale));
        var bytes = largest * ((16.0 * (clusters.Count + 8)) + 400);
        var atOnce = (int)Math.Clamp(config.Memory * (1 << 30) / bytes, 1, Math.Min(threads, pairs.Length));
        var done = 0;
        ParallelItems.Run(pairs.Length, atOnce, i =>
        {
            var kept = pairs[i].Read();
            var (semantic, instances) = kept ?? labeling.Make(images[i], Math.Max(1, threads / atOnce));
            if (kept is null)
            {
                pairs[i].Write(semantic, instances, voidId, config.Instances.Bits);
            }

            tally.Add(semantic, instances, kept is null);
            progress?.Invoke(Interlocked.Increment(ref done), pairs.Length);
        });
    }

    private LabelContract Contract(ThingStuffSplit split, int clusters, ushort voidId, ClusterCounts counts, string fingerprint)
    {
        var isOneSize = images.All(image => image.Width == images[0].Width && image.Height == images[0].Height);
        return new LabelContract
        {
            Producer = new LabelProducer("panoptes labels make", fingerprint),
            Native = isOneSize ? new LabelSize(images[0].Width, images[0].Height) : null,
            Label = isOneSize ? new LabelSize(images[0].LabelWidth(config.Scale), images[0].LabelHeight(config.Scale)) : null,
            Scale = config.Scale,
            Clusters = clusters,
            VoidId = voidId,
            BitDepth = clusters > 255 ? 16 : 8,
            InstanceBitDepth = config.Instances.Bits,
            Split = new ClusterSplit(
                split.Things, split.Stuff, config.Things.Rule, config.Things.Rule == ThingRule.Ids ? null : config.Things.Threshold),
            Counts = counts.AllPixels,
        };
    }

    private sealed class Tally(int clusters)
    {
        private readonly Lock gate = new();
        private long pixels;

        public ClusterCounts Counts { get; } = new(clusters);

        public long Instances { get; private set; }

        public int Made { get; private set; }

        public double VoidShare => 1 - (Counts.AllPixels.Sum() / (double)Math.Max(1, pixels));

        public void Add(Plane<ushort> semantic, Plane<ushort> instances, bool isNew)
        {
            var own = new ClusterCounts(clusters);
            own.Add(semantic, instances);
            lock (gate)
            {
                Counts.Add(own);
                Instances += instances.Pixels.Max();
                Made += isNew ? 1 : 0;
                pixels += semantic.Pixels.Length;
            }
        }
    }
}
