using Panoptes.Data.Loading;
using Panoptes.Data.Pasting;
using Panoptes.Data.Targets;
using Panoptes.Imaging.Geometries;
using Panoptes.Tensors;
using Panoptes.Training.Arithmetic;

namespace Panoptes.Training.Supervision.Teachers;

/// <summary>
/// Makes the batches that the trained network learns from: strong views with the teacher's labels. It owns what it makes.
/// </summary>
/// <param name="views">How many strong views there are.</param>
/// <param name="augmentation">What is done to the images once their labels are known, such as pasting; null where nothing waits.</param>
/// <param name="skipsEmpty">Whether images without a label are left out.</param>
/// <param name="channelsLast">Whether images are laid out with channels innermost.</param>
/// <param name="boxes">Boxes of other images, a list for each view; null where images stay whole.</param>
/// <param name="pasted">What may be pasted into a batch; its own objects where null.</param>
internal sealed class TaughtBatches(
    int views, BatchAugmentation? augmentation, bool skipsEmpty, bool channelsLast, Func<Batch, int, IReadOnlyList<PixelRectangle>>? boxes,
    Func<Batch, IObjectBank>? pasted = null)
    : IDisposable
{
    private readonly List<Batch> made = [];

    /// <summary>The images that are learned from: those with a label, where others are left out.</summary>
    public int[] Kept(TeacherLabels labels) =>
        [.. Enumerable.Range(0, labels.Tally.IsEmpty.Count).Where(n => !skipsEmpty || !labels.Tally.IsEmpty[n])];

    /// <summary>The batch with labels.</summary>
    /// <param name="batch">The loader's, whose images it shares.</param>
    /// <param name="labels">What the teacher says.</param>
    /// <param name="kept">Which of its images; at least one (<see cref="Kept"/>).</param>
    /// <returns>A batch that is whole until <see cref="Release"/>.</returns>
    public TrainingBatch Make(TrainingBatch batch, TeacherLabels labels, int[] kept)
    {

        var source = batch.Source;
        var targets = labels.Targets with { Labels = labels.Targets.Labels?.To(Device.Cpu) };
        var own = new Batch(source.Step, source.Views, targets, source.Samples, FreeTargets) { Places = source.Places };
        own = augmentation?.Apply(own, pasted?.Invoke(own)) ?? own;
        var isWhole = kept.Length == source.Samples.Count && views == 1 && boxes is null;
        if (!isWhole)
        {
            own = Rearranged(own, kept);
        }

        made.Add(own);
        var images = isWhole && augmentation is null ? batch.Images : DeviceImages.Of(own.Images, batch.Images.Device, channelsLast);
        return new TrainingBatch(own, images, own.Targets.Labels?.To(batch.Images.Device))
        {
            Kept = isWhole ? null : [.. Enumerable.Range(0, views)
                .SelectMany(view => kept.Select(n => (view * batch.Source.Samples.Count) + n))],
            Masks = labels.Masks is { } masks ? [.. Repeated(kept.Select(n => masks[n]))] : null,
        };
    }

    /// <summary>Frees what was made.</summary>
    public void Release()
    {
        made.ForEach(batch => batch.Dispose());
        made.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => Release();

    // The kept images of the first view, then those of the next.
    private Batch Rearranged(Batch own, int[] kept)
    {
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var index = RowIndices.Of(kept, Device.Cpu);
        var images = Ops.Cat([.. Enumerable.Range(0, views).Select(view => Mixed(own.Views[BatchViews.StrongView(view)], view))], 0);
        var targets = own.Targets;
        var rearranged = new Batch(
            own.Step,
            new Dictionary<string, Tensor> { [Batch.ImageView] = images },
            new BatchTargets(
                targets.Labels is { } labels
                    ? Ops.Cat([.. Enumerable.Range(0, views).Select(view => Mixed(labels, view))], 0) : null,
                targets.Segments is { } segments
                    ? new SegmentTargets(Many(segments.Ids), [.. Repeated(kept.Select(n => segments.Tables[n]))]) : null,
                targets.Instances is { } instances ? [.. Repeated(kept.Select(n => instances[n]))] : null),
            [.. Repeated(kept.Select(n => own.Samples[n]))])
        {
            Places = own.Places,
        };
        own.Dispose();
        return rearranged;

        // Mixed first, as boxes are those of the whole batch.
        Tensor Mixed(Tensor layer, int view) =>
            (boxes is null ? layer : CutMix.Mix(layer, boxes(own, view))).IndexSelect(0, index);

        Tensor Many(Tensor one)
        {
            var some = one.IndexSelect(0, index);
            return Ops.Cat([.. Enumerable.Repeat(some, views)], 0);
        }
    }

    private IEnumerable<T> Repeated<T>(IEnumerable<T> one) => Enumerable.Repeat(one.ToList(), views).SelectMany(list => list);

    // The images are the loader's.
    private static void FreeTargets(Batch batch)
    {
        batch.Targets.Labels?.Dispose();
        batch.Targets.Segments?.Ids.Dispose();
    }
}
