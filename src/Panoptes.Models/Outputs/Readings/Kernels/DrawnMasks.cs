using Panoptes.Tensors;

namespace Panoptes.Models.Outputs.Readings.Kernels;

/// <summary>The masks that vectors draw in one image, some at a time: all of them would fill the memory.</summary>
/// <param name="outputs">What the network put out.</param>
/// <param name="image">Which image of the batch.</param>
/// <param name="size">The sizes.</param>
internal sealed class DrawnMasks(KernelOutputs outputs, int image, ReadingSize size)
{
    // Centers that draw a mask of less than this mean probability are none (panopticfcn/panoptic_seg.py, process_inst).
    private const double LeastScore = 0.05;

    private readonly Func<Tensor, Tensor> draw = outputs.Drawer(image);

    /// <summary>The objects that are kept, scored by center and mask: the place of each in the list and its score, surest first.</summary>
    /// <param name="things">Objects with what draws them.</param>
    public IReadOnlyList<(int Row, double Score)> Score(FoundThings things)
    {
        var scores = new List<(int Row, double Score)>();
        ForSome(things.Vectors, [.. Enumerable.Range(0, things.Count)], isFull: false, (first, probability) =>
        {
            var inside = probability.Gt(outputs.Reading.MaskScore).To(DType.Float32);
            var mean = ((probability * inside).Sum([1, 2]) / (inside.Sum([1, 2]) + 1e-6)).ToArray<float>();
            scores.AddRange(mean.Select((value, i) => (first + i, (double)(things.Scores[first + i] * value))));
        });
        return [.. scores.Where(thing => thing.Score >= LeastScore).OrderByDescending(thing => thing.Score)
            .Take(outputs.Reading.MostThings)];
    }

    /// <summary>Which pixels of the prediction some objects cover.</summary>
    /// <param name="things">Objects with what draws them.</param>
    /// <param name="rows">Which, in this order.</param>
    /// <param name="action">Takes the place of an object in <paramref name="rows"/>, and its pixels row by row: 1 inside, else 0.</param>
    public void ForEach(FoundThings things, IReadOnlyList<int> rows, Action<int, ReadOnlyMemory<byte>> action) =>
        ForSome(things.Vectors, rows, isFull: true, (first, probability) =>
        {
            var pixels = probability.Gt(outputs.Reading.MaskScore).To(DType.UInt8).ToArray<byte>();
            var area = size.Height * size.Width;
            for (var i = 0; i < pixels.Length / area; i++)
            {
                action(first + i, pixels.AsMemory(i * area, area));
            }
        });

    /// <summary>The likeliest stuff of every pixel of the prediction.</summary>
    /// <param name="stuff">Stuff with what draws it.</param>
    /// <param name="counts">Which maps count.</param>
    /// <returns>Maps, row by row; -1 where none counts.</returns>
    public int[] Likeliest(FoundStuff stuff, Func<int, bool> counts)
    {
        using var scope = TensorScope.Open();
        int[] rows = [.. Enumerable.Range(0, stuff.Maps.Count).Where(row => counts(stuff.Maps[row]))];
        var best = Tensor.Zeros([size.Height, size.Width], DType.Float32, outputs.Device);
        var owner = Tensor.Zeros([size.Height, size.Width], DType.Int64, outputs.Device) - 1;
        ForSome(stuff.Vectors, rows, isFull: true, (first, probability) =>
        {
            var (value, at) = probability.Max(0);
            var isBetter = value.Gt(best);
            best.CopyInPlace(isBetter.Where(value, best));
            owner.CopyInPlace(isBetter.Where(at + first, owner));
        });
        return Array.ConvertAll(owner.ToArray<long>(), at => at < 0 ? -1 : stuff.Maps[rows[at]]);
    }

    /// <summary>The probability of every stuff map at every pixel of the prediction.</summary>
    /// <param name="stuff">Stuff with what draws it.</param>
    /// <param name="to">(S, Height, Width) float32: takes those that were found.</param>
    public void Fill(FoundStuff stuff, Tensor to) => ForSome(
        stuff.Vectors, [.. Enumerable.Range(0, stuff.Maps.Count)], isFull: true, (first, probability) =>
        {
            for (var i = 0; i < probability.Size(0); i++)
            {
                to.Select(0, stuff.Maps[first + i]).CopyInPlace(probability.Select(0, i));
            }
        });

    // Probabilities (q, h, w) at the features' size or the prediction's.
    private void ForSome(Tensor vectors, IReadOnlyList<int> rows, bool isFull, Action<int, Tensor> action)
    {
        var most = MaskSizes.AtOnce(outputs.PaddedSize, size);
        for (var start = 0; start < rows.Count; start += most)
        {
            using var scope = TensorScope.Open();
            long[] some = [.. rows.Skip(start).Take(most).Select(row => (long)row)];
            var chosen = vectors.IndexSelect(0, Tensor.From<long>(some, some.Length).To(vectors.Device));
            var probability = draw(chosen);
            action(start, isFull ? MaskSizes.Fit(probability, outputs.PaddedSize, size) : probability);
        }
    }
}
