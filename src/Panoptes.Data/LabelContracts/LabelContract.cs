using Panoptes.Foundation;

namespace Panoptes.Data.LabelContracts;

/// <summary>
/// What a folder of pseudo-labels holds and which part of its images the label maps show: kept beside them in <c>labels.json</c>, so that
/// no reader has to guess from the shape of a tensor (spec 2.4). Sizes are width times height in pixels.
/// </summary>
public sealed record LabelContract
{
    /// <summary>The most clusters: ids and void fit 16 bits.</summary>
    public const int MaxClusters = 65535;

    /// <summary>What made the labels.</summary>
    public required LabelProducer Producer { get; init; }

    /// <summary>The size of every image; null where images have any size.</summary>
    public LabelSize? Native { get; init; }

    /// <summary>The size of every label map; null exactly where <see cref="Native"/> is.</summary>
    public LabelSize? Label { get; init; }

    /// <summary>Label pixels a native pixel, along both axes: CUPS writes 0.625 for Cityscapes.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>The part of the image that the labels cover; null where they cover all of it.</summary>
    public LabelCrop? Crop { get; init; }

    /// <summary>How the labels came to their size.</summary>
    public LabelResampling Resampling { get; init; } = LabelResampling.NearestCenter;

    /// <summary>K: cluster ids are 0 to K - 1; 1 to <see cref="MaxClusters"/>.</summary>
    public required int Clusters { get; init; }

    /// <summary>The id of pixels without a cluster: K or more, within the bit depth.</summary>
    public int VoidId { get; init; } = 255;

    /// <summary>Bits of a pixel of the semantic maps: 8 or 16.</summary>
    public int BitDepth { get; init; } = 8;

    /// <summary>Bits of a pixel of the instance maps: 8 or 16.</summary>
    public int InstanceBitDepth { get; init; } = 8;

    /// <summary>Things and stuff, in order.</summary>
    public required ClusterSplit Split { get; init; }

    /// <summary>Pixels of each cluster in the whole folder, by cluster id; null where nobody counted.</summary>
    public IReadOnlyList<long>? Counts { get; init; }

    /// <summary>Checks that the contract does not contradict itself.</summary>
    /// <param name="source">What messages call it, best its file.</param>
    /// <exception cref="InputException">It does; names the key.</exception>
    public void Validate(string source)
    {
        void That(bool holds, string key, object? found, string expected, string advice = "correct labels.json") =>
            Require.That(holds, $"{source} $.{key}", found, expected, advice);

        var deepest = (1 << BitDepth) - 1;
        That(Producer.Name.Length > 0, "producer.name", "an empty text", "the name of what made the labels");
        That(BitDepth is 8 or 16, "bit_depth", BitDepth, "8 or 16");
        That(InstanceBitDepth is 8 or 16, "instance_bit_depth", InstanceBitDepth, "8 or 16");
        That(Clusters is >= 1 and <= MaxClusters, "clusters", Clusters, $"1 to {MaxClusters}");
        That(Clusters <= deepest, "clusters", $"{Clusters} with bit_depth {BitDepth}", $"at most {deepest}, which leaves an id for void",
            "write the labels with 16 bits");
        That(VoidId >= Clusters && VoidId <= deepest, "void", VoidId, $"{Clusters} (clusters) to {deepest} ({BitDepth} bits)");
        That(double.IsFinite(Scale) && Scale is > 0 and <= 64, "scale", Scale, "above 0, at most 64");
        That(
            Native is null == Label is null, "label", Label?.ToString() ?? "any",
            "a size where native is one, \"any\" where it is \"any\"");
        That(Crop is null || Native is not null, "crop", Crop, "none where native is \"any\": its place cannot be known");
        ContractSplit.Validate(this, That);
        That(Counts is null || (Counts.Count == Clusters && Counts.All(count => count >= 0)), "counts", $"{Counts?.Count} numbers",
            $"{Clusters} numbers (clusters), 0 or more");
        if (Native is { } native)
        {
            RequirePlaced(native, That);
            ContractFit.Require(this, native, Label!.Value, $"{source} $.label", "labels.json");
        }
    }

    private void RequirePlaced(LabelSize native, ContractClaim that)
    {
        if (Crop is not { } crop)
        {
            return;
        }

        that(
            crop.X >= 0 && crop.Y >= 0 && crop.Width > 0 && crop.Height > 0 && crop.X + crop.Width <= native.Width
                && crop.Y + crop.Height <= native.Height,
            "crop", crop, $"a rectangle within {native}");
        var edges = new[] { crop.X, crop.Y, crop.X + crop.Width, crop.Y + crop.Height };
        that(
            edges.All(double.IsInteger) || edges.All(edge => LabelCanvas.IsWhole(edge * Scale)), "crop", crop,
            "edges on whole native pixels, or on whole label pixels");
    }
}
