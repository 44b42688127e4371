using Panoptes.Data.Configuration;
using Panoptes.Data.Samples;
using Panoptes.Foundation;

namespace Panoptes.Data.Sampling;

/// <summary>How a stream chooses images and crops: its settings, with what it knows of the segments of its data set.</summary>
public sealed class CropSampling
{
    private CropSampling(SamplerConfig config) => Config = config;

    /// <summary>Crops anywhere in images that come by turns.</summary>
    public static CropSampling Random { get; } = new(new SamplerConfig());

    /// <summary>The settings.</summary>
    public SamplerConfig Config { get; }

    /// <summary>What pairs are drawn of; null where none are.</summary>
    public ClassSegments? Segments { get; private init; }

    /// <summary>How often images are drawn; null where they come by turns or in pairs.</summary>
    public RepeatFactors? Repeats { get; private init; }

    /// <summary>The images that are drawn, where some are left out; null where all are.</summary>
    public IReadOnlyList<int>? Images { get; private init; }

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
        if (config.Kind == SamplerKind.Random && !config.SkipsEmpty)
        {
            return Random;
        }

        _ = SampleSegments.Layer(dataset);
        if (config.Kind == SamplerKind.ClassPair)
        {
            return new CropSampling(config) { Segments = new ClassSegments(store.Open(dataset, options), config, dataset.Name) };
        }

        if (config.Kind != SamplerKind.RepeatFactor && !config.SkipsEmpty)
        {
            return new CropSampling(config);
        }

        var factors = new RepeatFactors(store.Open(dataset, options), config, dataset.Name);
        if (config.Kind != SamplerKind.RepeatFactor)
        {
            return new CropSampling(config) { Images = factors.Images };
        }

        WarnOfAbsent(dataset, config, factors, options);
        return new CropSampling(config) { Repeats = factors, Images = factors.Images };
    }

    // Nothing makes up for a class that is not there.
    private static void WarnOfAbsent(IDataset dataset, SamplerConfig config, RepeatFactors factors, SegmentIndexOptions? options)
    {
        var absent = Enumerable.Range(0, dataset.Classes.Count).Except(factors.Classes)
            .Where(id => config.IncludeStuff || dataset.Classes[id].IsThing).Select(id => dataset.Classes.Names[id]).ToList();
        if (absent.Count > 0)
        {
            options?.Warn?.Invoke($"{dataset.Name}: no image of {string.Join(", ", absent)}: no sampler can draw them more often");
        }
    }
}
