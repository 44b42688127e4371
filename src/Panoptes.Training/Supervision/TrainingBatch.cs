using Panoptes.Data.Loading;
using Panoptes.Tensors;
using Panoptes.Training.Matching;

namespace Panoptes.Training.Supervision;

/// <summary>A stream's batch as supervisors see it.</summary>
/// <param name="Source">The batch as the loader made it, in main memory, with names and geometries.</param>
/// <param name="Images">(N,3,H,W) float32, normalized, on the model's device.</param>
/// <param name="LabelMaps">(N,H,W) int64 train ids, on the model's device; null where the batch holds no label maps.</param>
public sealed record TrainingBatch(Batch Source, Tensor Images, Tensor? LabelMaps) : IDisposable
{
    /// <summary>
    /// True masks that are no targets of <see cref="Source"/>, an entry an image, for networks that learn from sets of masks: a teacher's.
    /// Null where the batch's targets are the truth.
    /// </summary>
    public IReadOnlyList<MaskTruth>? Masks { get; init; }

    /// <summary>
    /// Which images of the loader's batch these are, where that is not all of them once and in their order; those of another view of an
    /// image count on behind the first view's. Null where it is.
    /// </summary>
    public IReadOnlyList<int>? Kept { get; init; }

    /// <summary>Where its images stand in the batch of all processes; those of another view count on behind all of the first.</summary>
    /// <param name="images">How many images it has.</param>
    public IReadOnlyList<int> Places(int images) =>
        [.. Enumerable.Range(0, images).Select(image => Source.Places[Kept?[image] ?? image])];

    /// <summary>The label maps, for supervision that needs them.</summary>
    /// <exception cref="InvalidOperationException">The batch holds none.</exception>
    public Tensor Labels => LabelMaps ?? Source.Labels;

    /// <summary>Gives the loader's batch back; tensors on the device belong to the scope of the step.</summary>
    public void Dispose() => Source.Dispose();
}
