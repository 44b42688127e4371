using Panoptes.Tensors;

namespace Panoptes.Training.Supervision.Teachers;

/// <summary>
/// How a teacher's labels spread over the classes: of objects and segments all since it was last asked, of label maps those of the batch
/// at hand. Nothing in it waits for the device but <see cref="LargestClass"/>.
/// </summary>
/// <param name="classes">How many classes there are.</param>
internal sealed class LabelHistogram(int classes) : IDisposable
{
    private readonly long[] found = new long[classes];
    private Tensor? last;

    /// <summary>Counts objects and segments.</summary>
    /// <param name="labels">Their train ids.</param>
    public void Add(IEnumerable<int> labels)
    {
        foreach (var id in labels)
        {
            found[id]++;
        }
    }

    /// <summary>The share of the most frequent class among the labels; then counts anew.</summary>
    /// <param name="maps">(N,H,W) train ids, others than classes being void; null where labels are objects or segments.</param>
    /// <param name="device">Where the share is to lie.</param>
    /// <returns>A float32 without dimensions, 0 to 1; 0 where there is no label.</returns>
    public Tensor LargestShare(Tensor? maps, Device device)
    {
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var counts = maps is null
            ? Tensor.From<long>(found, classes).To(device)
            : Ops.Stack([.. Enumerable.Range(0, classes).Select(id => maps.Eq(id).Sum())]);
        Array.Clear(found);
        last?.Dispose();
        last = counts.Keep();
        var all = counts.Sum().ClampMin(1).To(DType.Float32);
        return scope.Return(counts.Amax([0]).To(DType.Float32) / all);
    }

    /// <summary>The most frequent class when the share was last asked for; null before. Waits for the device.</summary>
    public int? LargestClass()
    {
        using var scope = TensorScope.Open();
        return last is null ? null : (int)last.Argmax(0).Item();
    }

    /// <inheritdoc/>
    public void Dispose() => last?.Dispose();
}
