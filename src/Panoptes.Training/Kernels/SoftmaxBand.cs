using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Panoptes.Training.Kernels;

/// <summary>
/// Cross-entropy of a band of rows of one image straight from the logits at the head's stride: bilinear upsampling, softmax, loss, best
/// class and the gradient back at the head's stride, row by row in cache. The full-size logits, their softmax and their gradient never
/// exist, which is what makes it several times faster than the same operators one after another.
/// </summary>
/// <remarks>Rows of classes are laid out [class][x], padded to whole vectors. One thread works a band; the order of all sums is
/// fixed.</remarks>
internal sealed class SoftmaxBand
{
    private static readonly int Lanes = Vector256<float>.Count;

    private readonly int classes;
    private readonly BilinearAxis across;
    private readonly BilinearAxis down;
    private readonly int stride;
    private readonly float[] row;
    private readonly float[] largest;
    private readonly int[] best;
    private readonly float[] sums;
    private readonly float[] weights;
    private readonly float[] labelLogits;
    private float[] upper;
    private float[] lower;
    private float[] upperGradient;
    private float[] lowerGradient;

    public SoftmaxBand(int classes, BilinearAxis across, BilinearAxis down, bool withGradient)
    {
        (this.classes, this.across, this.down) = (classes, across, down);
        stride = (across.Output + Lanes - 1) / Lanes * Lanes;
        (upper, lower, row) = (new float[classes * stride], new float[classes * stride], new float[classes * stride]);
        (upperGradient, lowerGradient) = withGradient ? (new float[classes * stride], new float[classes * stride]) : ([], []);
        (largest, best, sums) = (new float[stride], new int[stride], new float[stride]);
        (weights, labelLogits) = (new float[stride], new float[stride]);
    }

    /// <summary>Best class of every pixel of a band, and the loss where labels are given.</summary>
    /// <param name="logits">[class][y][x] of one image at the head's stride.</param>
    /// <param name="labels">[y][x] of the band at full size; empty measures no loss.</param>
    /// <param name="ignore">The label that counts nowhere.</param>
    /// <param name="classWeights">One factor a class; empty weighs all alike.</param>
    /// <param name="firstRow">First full-size row of the band.</param>
    /// <param name="rows">Count of full-size rows.</param>
    /// <param name="gradient">Takes the gradient of the band's loss sum; null computes none.</param>
    /// <param name="predicted">Takes the best class of every pixel of the band; empty keeps none.</param>
    public PixelSums Run(
        ReadOnlySpan<float> logits, ReadOnlySpan<long> labels, int ignore, ReadOnlySpan<float> classWeights, int firstRow, int rows,
        GradientRows? gradient, Span<ushort> predicted)
    {
        var found = default(PixelSums);
        var (top, bottom) = (-1, -1);
        for (var y = firstRow; y < firstRow + rows; y++)
        {
            if (down.Low[y] != top || down.High[y] != bottom)
            {
                Give(upperGradient, gradient, top);
                if (down.Low[y] == bottom)
                {
                    (upper, lower, upperGradient, lowerGradient) = (lower, upper, lowerGradient, upperGradient);
                }
                else
                {
                    Give(lowerGradient, gradient, bottom);
                    Widen(logits, down.Low[y], upper);
                }

                (top, bottom) = (down.Low[y], down.High[y]);
                Widen(logits, bottom, lower);
            }

            Blend(down.Fraction[y]);
            var at = (y - firstRow) * across.Output;
            if (!labels.IsEmpty)
            {
                found += Measure(labels.Slice(at, across.Output), ignore, classWeights, gradient is null ? -1 : down.Fraction[y]);
            }

            for (var x = 0; x < (predicted.IsEmpty ? 0 : across.Output); x++)
            {
                predicted[at + x] = (ushort)best[x];
            }
        }

        Give(upperGradient, gradient, top);
        Give(lowerGradient, gradient, bottom);
        return found;
    }

    // A source row of every class at full width.
    private void Widen(ReadOnlySpan<float> logits, int y, float[] wide)
    {
        var (low, high, fraction) = (across.Low, across.High, across.Fraction);
        for (var c = 0; c < classes; c++)
        {
            var from = logits.Slice(((c * down.Source) + y) * across.Source, across.Source);
            var to = wide.AsSpan(c * stride, across.Output);
            for (var x = 0; x < to.Length; x++)
            {
                var left = from[low[x]];
                to[x] = left + (fraction[x] * (from[high[x]] - left));
            }
        }
    }

    // The full-size row between the two wide ones, with every pixel's largest logit and its class.
    private void Blend(float fraction)
    {
        ref var above = ref MemoryMarshal.GetArrayDataReference(upper);
        ref var below = ref MemoryMarshal.GetArrayDataReference(lower);
        ref var to = ref MemoryMarshal.GetArrayDataReference(row);
        var part = Vector256.Create(fraction);
        for (var x = 0; x < stride; x += Lanes)
        {
            var most = Vector256.Create(float.NegativeInfinity);
            var index = Vector256<int>.Zero;
            for (var c = 0; c < classes; c++)
            {
                var at = (nuint)((c * stride) + x);
                var a = Vector256.LoadUnsafe(ref above, at);
                var value = Vector256.FusedMultiplyAdd(part, Vector256.LoadUnsafe(ref below, at) - a, a);
                value.StoreUnsafe(ref to, at);
                var isMore = Vector256.GreaterThan(value, most);
                most = Vector256.ConditionalSelect(isMore, value, most);
                index = Vector256.ConditionalSelect(isMore.AsInt32(), Vector256.Create(c), index);
            }

            most.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(largest), (nuint)x);
            index.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(best), (nuint)x);
        }
    }

    // The loss of the blended row; with a fraction of at least 0, its gradient is shared out to the two wide rows.
    private PixelSums Measure(ReadOnlySpan<long> labels, int ignore, ReadOnlySpan<float> classWeights, float fraction)
    {
        for (var x = 0; x < labels.Length; x++)
        {
            labelLogits[x] = labels[x] == ignore ? 0 : row[((int)labels[x] * stride) + x];
        }

        Exponentiate();
        var (loss, valid, correct, total) = (0.0, 0L, 0L, 0.0);
        for (var x = 0; x < labels.Length; x++)
        {
            var label = labels[x];
            if (label == ignore)
            {
                weights[x] = 0;
                continue;
            }

            var weight = classWeights.IsEmpty ? 1 : classWeights[(int)label];
            loss += weight * (MathF.Log(sums[x]) + largest[x] - labelLogits[x]);
            weights[x] = weight;
            total += weight;
            valid++;
            correct += best[x] == label ? 1 : 0;
        }

        if (fraction >= 0)
        {
            Share(labels, fraction);
        }

        return new PixelSums(loss, valid, correct, total);
    }

    // exp(logit - largest) in place of the blended row, and its sum over the classes.
    private void Exponentiate()
    {
        ref var values = ref MemoryMarshal.GetArrayDataReference(row);
        for (var x = 0; x < stride; x += Lanes)
        {
            var most = Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(largest), (nuint)x);
            var sum = Vector256<float>.Zero;
            for (var c = 0; c < classes; c++)
            {
                var at = (nuint)((c * stride) + x);
                var power = VectorExponential.OfNonPositive(Vector256.LoadUnsafe(ref values, at) - most);
                power.StoreUnsafe(ref values, at);
                sum += power;
            }

            sum.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(sums), (nuint)x);
        }
    }

    // weight * (softmax - onehot), in the parts that upsampling gave to the row above and the row below.
    private void Share(ReadOnlySpan<long> labels, float fraction)
    {
        ref var values = ref MemoryMarshal.GetArrayDataReference(row);
        ref var above = ref MemoryMarshal.GetArrayDataReference(upperGradient);
        ref var below = ref MemoryMarshal.GetArrayDataReference(lowerGradient);
        for (var x = 0; x < stride; x += Lanes)
        {
            var scale = Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(weights), (nuint)x)
                / Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(sums), (nuint)x);
            var (toAbove, toBelow) = (scale * (1 - fraction), scale * fraction);
            for (var c = 0; c < classes; c++)
            {
                var at = (nuint)((c * stride) + x);
                var power = Vector256.LoadUnsafe(ref values, at);
                Vector256.FusedMultiplyAdd(power, toAbove, Vector256.LoadUnsafe(ref above, at)).StoreUnsafe(ref above, at);
                Vector256.FusedMultiplyAdd(power, toBelow, Vector256.LoadUnsafe(ref below, at)).StoreUnsafe(ref below, at);
            }
        }

        for (var x = 0; x < labels.Length; x++)
        {
            if (weights[x] != 0)
            {
                var at = (int)(labels[x] * stride) + x;
                upperGradient[at] -= weights[x] * (1 - fraction);
                lowerGradient[at] -= weights[x] * fraction;
            }
        }
    }

    // Gives the gradient of a wide row back to the source row it was widened from, and starts it anew.
    private void Give(float[] wide, GradientRows? gradient, int y)
    {
        if (gradient is null || y < 0)
        {
            return;
        }

        var (low, high, fraction) = (across.Low, across.High, across.Fraction);
        for (var c = 0; c < classes; c++)
        {
            var from = wide.AsSpan(c * stride, across.Output);
            var to = gradient.Row(c, y);
            for (var x = 0; x < from.Length; x++)
            {
                var right = fraction[x] * from[x];
                to[low[x]] += from[x] - right;
                to[high[x]] += right;
            }
        }

        Array.Clear(wide);
    }
}
