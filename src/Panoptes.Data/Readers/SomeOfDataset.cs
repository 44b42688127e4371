using Panoptes.Data.AnnotationChecks;
using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Foundation;

namespace Panoptes.Data.Readers;

/// <summary>Some samples of a data set, in its order.</summary>
/// <param name="all">The data set.</param>
/// <param name="kept">Which of its samples.</param>
internal sealed class SomeOfDataset(IDataset all, int[] kept) : IDataset, IAnnotationChecks
{
    /// <inheritdoc/>
    public string Name { get; init; } = all.Name;

    /// <inheritdoc/>
    public int Count => kept.Length;

    /// <inheritdoc/>
    public ClassTable Classes => all.Classes;

    /// <inheritdoc/>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings => all.Warnings;

    /// <inheritdoc/>
    public SampleParts Available => all.Available;

    /// <inheritdoc/>
    public IReadOnlyList<string> SharedFiles => all.SharedFiles;

    /// <inheritdoc/>
    public bool ImagesAreFiles => all.ImagesAreFiles;

    /// <inheritdoc/>
    public SampleFiles Files(int index) => all.Files(kept[index]);

    /// <inheritdoc/>
    public Sample Load(int index, SampleParts parts = SampleParts.All) => all.Load(kept[index], parts);

    /// <inheritdoc/>
    public Sample Load(int index, SampleParts parts, SampleBuffers buffers) => all.Load(kept[index], parts, buffers);

    /// <inheritdoc/>
    public IEnumerable<InputException> CheckAnnotation(int index) => (all as IAnnotationChecks)?.CheckAnnotation(kept[index]) ?? [];
}
