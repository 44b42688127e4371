using Panoptes.Foundation;
using Panoptes.Tensors.Native;

namespace Panoptes.Tensors.Tests;

public sealed class NmsTests : IDisposable
{
    private readonly int _level = NativeMethods.ProcessorLevel(-1);

    /// <summary>Goes back to the kernels of this processor.</summary>
    public void Dispose() => Assert.Equal(_level, NativeMethods.ProcessorLevel(_level));

    /// <summary>Every level of the processor that there is, from 0: each has its own kernels.</summary>
    public static TheoryData<int> Levels() => [.. Enumerable.Range(0, NativeMethods.ProcessorLevel(-1) + 1)];

    [Theory]
    [MemberData(nameof(Levels))]
    public void The_boxes_that_stay_are_those_that_the_definition_keeps(int level)
    {
        Assert.Equal(level, NativeMethods.ProcessorLevel(level));
        var random = new SeededRandom(21);
        for (var round = 0; round < 40; round++)
        {
            using var scope = TensorScope.Open();

            // Whole numbers: overlaps at the very threshold occur, and so do equal scores.
            var (count, span) = (random.NextInt(0, 120), random.NextInt(2, 40));
            float[] boxes = [.. Enumerable.Range(0, count).SelectMany(_ => Box(random, span))];
            float[] scores = [.. Enumerable.Range(0, count).Select(_ => random.NextInt(0, 10) / 10f)];
            var threshold = random.NextInt(0, 9) / 8.0;
            Assert.Equal(
                Kept(boxes, scores, threshold), Tensor.From(boxes, count, 4).Nms(Tensor.From(scores, count), threshold).ToArray<long>());
        }
    }

    [Fact]
    public void An_overlap_at_the_threshold_stays_and_of_equally_good_ones_the_first()
    {
        using var scope = TensorScope.Open();
        float[] boxes = [0, 0, 10, 10, 0, 0, 10, 10, 0, 0, 10, 5, 20, 20, 30, 30];
        Assert.Equal([0L, 2, 3], Tensor.From(boxes, 4, 4).Nms(Tensor.Full([4], 0.5), 0.5).ToArray<long>());
    }

    [Fact]
    public void No_box_stays_of_none()
    {
        using var scope = TensorScope.Open();
        var kept = Tensor.Zeros([0, 4]).Nms(Tensor.Zeros([0]), 0.5);
        Assert.Equal([0L], kept.Shape.ToArray());
        Assert.Equal(DType.Int64, kept.DType);
    }

    [Fact]
    public void Boxes_and_scores_that_are_no_numbers_and_shapes_that_do_not_fit_are_refused()
    {
        using var scope = TensorScope.Open();
        var boxes = Tensor.Ones([2, 4]);
        Assert.Contains("not finite", Assert.Throws<TensorException>(
            () => (boxes * float.NaN).Nms(Tensor.Ones([2]), 0.5)).Message);
        Assert.Contains("no numbers", Assert.Throws<TensorException>(
            () => boxes.Nms(Tensor.Full([2], double.NaN), 0.5)).Message);
        Assert.Throws<TensorException>(() => boxes.Nms(Tensor.Ones([3]), 0.5));
        Assert.Throws<TensorException>(() => Tensor.Ones([2, 5]).Nms(Tensor.Ones([2]), 0.5));
        Assert.Throws<TensorException>(() => boxes.Nms(Tensor.Ones([2]), double.NaN));
    }

    private static float[] Box(SeededRandom random, int span)
    {
        var (x, y) = (random.NextInt(0, span), random.NextInt(0, span));
        return [x, y, x + random.NextInt(0, span), y + random.NextInt(0, span)];
    }

    private static long[] Kept(float[] boxes, float[] scores, double threshold)
    {
        var kept = new List<int>();
        foreach (var row in Enumerable.Range(0, scores.Length).OrderByDescending(row => scores[row]).ThenBy(row => row))
        {
            if (!kept.Any(better => Overlap(boxes.AsSpan(4 * better, 4), boxes.AsSpan(4 * row, 4)) > threshold))
            {
                kept.Add(row);
            }
        }

        return [.. kept.Select(row => (long)row)];
    }

    private static float Overlap(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var both = Math.Max(Math.Min(a[2], b[2]) - Math.Max(a[0], b[0]), 0) * Math.Max(Math.Min(a[3], b[3]) - Math.Max(a[1], b[1]), 0);
        return both / (((a[2] - a[0]) * (a[3] - a[1])) + ((b[2] - b[0]) * (b[3] - b[1])) - both);
    }
}
