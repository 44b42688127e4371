using System.Text;
using Panoptes.Data.AnnotationChecks;
using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Photometrics;

namespace Panoptes.Data.Readers;

/// <summary>
/// A data set whose images are spoiled when they are read, by (seed, the image's name) alone: the same bits in every epoch and every run.
/// All that is known of the images stays.
/// </summary>
public sealed class CorruptedDataset : IDataset, IAnnotationChecks
{
    private readonly IDataset clean;
    private readonly CorruptionConfig config;

    private CorruptedDataset(IDataset clean, CorruptionConfig config) => (this.clean, this.config) = (clean, config);

    /// <inheritdoc/>
    public string Name => clean.Name;

    /// <inheritdoc/>
    public int Count => clean.Count;

    /// <inheritdoc/>
    public ClassTable Classes => clean.Classes;

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes =>
        [.. clean.Notes, $"images are spoiled when they are read: {config.Label}, of levels 1 to {Corruption.MostLevel}"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings => clean.Warnings;

    /// <inheritdoc/>
    public SampleParts Available => clean.Available;

    /// <inheritdoc/>
    public IReadOnlyList<string> SharedFiles => clean.SharedFiles;

    /// <summary>The images of a data set, spoiled.</summary>
    /// <param name="clean">The data set.</param>
    /// <param name="config">How; null for not at all.</param>
    /// <returns>The data set itself where nothing is done.</returns>
    public static IDataset Of(IDataset clean, CorruptionConfig? config)
    {
        ArgumentNullException.ThrowIfNull(clean);
        return config is null || config.Corruption.IsNothing ? clean : new CorruptedDataset(clean, config);
    }

    /// <inheritdoc/>
    public SampleFiles Files(int index) => clean.Files(index);

    /// <inheritdoc/>
    public IEnumerable<InputException> CheckAnnotation(int index) => (clean as IAnnotationChecks)?.CheckAnnotation(index) ?? [];

    /// <inheritdoc/>
    public Sample Load(int index, SampleParts parts = SampleParts.All) => Spoil(clean.Load(index, parts));

    /// <inheritdoc/>
    public Sample Load(int index, SampleParts parts, SampleBuffers buffers) => Spoil(clean.Load(index, parts, buffers));

    private Sample Spoil(Sample sample) => !sample.HasImage ? sample : new Sample(sample.Files, Spoil(sample.Image, sample.Name))
    {
        StoredLabels = sample.StoredLabels,
        Segments = sample.Segments,
        Instances = sample.Instances,
        Depth = sample.Depth,
        NativeWidth = sample.NativeWidth,
        NativeHeight = sample.NativeHeight,
    };

    private RgbImage Spoil(RgbImage image, string name) =>
        config.Corruption.Apply(image, config.Seed, (long)StableHash.Of<byte>(Encoding.UTF8.GetBytes(name)));
}
