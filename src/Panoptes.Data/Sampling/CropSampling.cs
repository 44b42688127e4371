using Panoptes.Data.Configuration;
using Panoptes.Data.Samples;
using Panoptes.Foundation;

namespace Panoptes.Data.Sampling;

/// <summary>How a stream chooses crops: its settings, with the segments of its data set where it draws pairs.</summary>
public sealed class CropSampling
{
    private CropSampling(SamplerConfig config, ClassSegments? segments) => (Config, Segments) = (config, segments);

    /// <summary>Crops anywhere in images that come by turns.</summary>
    public static CropSampling Random { get; } = new(new SamplerConfig(), null);

    /// <summary>The settings.</summary>
    public SamplerConfig Config { get; }

    /// <summary>What pairs are drawn of; null where none are.</summary>
    public ClassSegments? Segments { get; }

    /// <summary>Whether crops 2k and 2k + 1 of a stream belong together.</summary>
    public bool DrawsPairs => Segments is not null;

    /// <summary>Prepares crops of a data set; for pairs that takes the index of its segments, which is built where there is none.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="config">The settings.</param>
    /// <param name="store">Where indices are kept.</param>
    /// <param name="options">How one is built; the defaults where null.</param>
    /// <exception cref="InputException">A setting is out of range, or the data set has no segments to lay crops round.</exception>
    public static CropSampling Open(
        IDataset dataset, SamplerConfig config, SegmentIndexStore store, SegmentIndexOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(store);
        config.Validate("data.sampler");
        if (config.Kind == SamplerKind.Random)
        {
            return Random;
        }

        _ = SampleSegments.Layer(dataset);
        return new CropSampling(
            config, config.Kind == SamplerKind.ClassPair ? new ClassSegments(store.Open(dataset, options), config, dataset.Name) : null);
    }
}
