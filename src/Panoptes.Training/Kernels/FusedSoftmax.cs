using Panoptes.Tensors;

namespace Panoptes.Training.Kernels;

/// <summary>Runs <see cref="SoftmaxBand"/> over a batch on all threads. What it computes does not depend on how many there are.</summary>
internal static class FusedSoftmax
{
    // Images are cut into bands so that a single image, too, keeps every core busy; the count depends on the batch alone.
    private const int BandsAtLeast = 16;

    /// <summary>Loss sums of logits against labels, with the gradient or the best classes.</summary>
    /// <param name="logits">(N,C,h,w) float32 on the CPU, row-major.</param>
    /// <param name="labels">(N,H,W) int64 on the CPU.</param>
    /// <param name="ignore">The label that counts nowhere.</param>
    /// <param name="classWeights">One factor a class, or empty.</param>
    /// <param name="gradient">(N,C,h,w) float32, zeros: takes the gradient of the loss sum; null computes none.</param>
    /// <param name="predicted">One map [y][x] an image: takes the best classes; null keeps none.</param>
    /// <param name="alignCorners">How the logits are resized.</param>
    public static PixelSums Loss(
        Tensor logits, Tensor labels, int ignore, float[] classWeights, Tensor? gradient, IReadOnlyList<ushort[]>? predicted,
        bool alignCorners)
    {
        var (height, width) = ((int)labels.Size(1), (int)labels.Size(2));
        return Run(logits, height, width, alignCorners, gradient, (image, band, first, rows, values, rowsOfGradient) => band.Run(
            values,
            labels.Data<long>().Slice(((image * height) + first) * width, rows * width),
            ignore,
            classWeights,
            first,
            rows,
            rowsOfGradient,
            predicted is null ? [] : predicted[image].AsSpan(first * width, rows * width)));
    }

    /// <summary>Best class of every pixel at another size.</summary>
    /// <param name="logits">(N,C,h,w) float32 on the CPU, row-major.</param>
    /// <param name="height">Height of the result.</param>
    /// <param name="width">Width of the result.</param>
    /// <param name="predicted">One map [y][x] an image: takes the classes.</param>
    /// <param name="alignCorners">How the logits are resized.</param>
    public static void BestClasses(Tensor logits, int height, int width, IReadOnlyList<ushort[]> predicted, bool alignCorners) =>
        Run(logits, height, width, alignCorners, null, (image, band, first, rows, values, _) => band.Run(
            values, [], 0, [], first, rows, null, predicted[image].AsSpan(first * width, rows * width)));

    private delegate PixelSums Work(int image, SoftmaxBand band, int first, int rows, ReadOnlySpan<float> logits, GradientRows? gradient);

    private static PixelSums Run(Tensor logits, int height, int width, bool alignCorners, Tensor? gradient, Work work)
    {
        var (images, classes) = ((int)logits.Size(0), (int)logits.Size(1));
        var down = new BilinearAxis((int)logits.Size(2), height, alignCorners);
        var across = new BilinearAxis((int)logits.Size(3), width, alignCorners);
        var size = classes * down.Source * across.Source;
        var bands = Math.Clamp((BandsAtLeast + images - 1) / images, 1, height);
        var found = new PixelSums[images * bands];
        var partial = new GradientRows?[found.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Threads.Count };
        Parallel.For(0, found.Length, options, () => new SoftmaxBand(classes, across, down, gradient is not null), (task, _, band) =>
        {
            var (image, part) = (task / bands, task % bands);
            var (first, end) = (height * part / bands, height * (part + 1) / bands);
            partial[task] = gradient is null ? null : new GradientRows(classes, across.Source, down.Low[first], down.High[end - 1]);
            found[task] = work(image, band, first, end - first, logits.Data<float>().Slice(image * size, size), partial[task]);
            return band;
        }, _ => { });
        for (var task = 0; gradient is not null && task < found.Length; task++)
        {
            partial[task]!.AddTo(gradient.Data<float>().Slice(task / bands * size, size), down.Source);
        }

        return found.Aggregate(default(PixelSums), (sum, next) => sum + next);
    }
}
