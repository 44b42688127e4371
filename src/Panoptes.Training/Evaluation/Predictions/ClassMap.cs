using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Predictions;
using Panoptes.Models.Outputs;
using Panoptes.Tensors;
using Panoptes.Training.Kernels;
using Panoptes.Training.Losses;

namespace Panoptes.Training.Evaluation.Predictions;

/// <summary>
/// What a model says about every pixel of a few images of one size. The scores may still have a lower resolution; they are upsampled when
/// asked.
/// </summary>
public sealed class ClassMap : IBatchPrediction
{
    private const double SmallestProbability = 1e-12;
    private readonly Tensor scores;
    private readonly bool alignCorners;
    private IReadOnlyList<Plane<ushort>>? best;

    /// <summary>Scores at, or below, the size of the map.</summary>
    /// <param name="scores">(N,C,h,w) float32.</param>
    /// <param name="height">Height of the map in pixels.</param>
    /// <param name="width">Width of the map in pixels.</param>
    /// <param name="areProbabilities">Whether the scores are averaged probabilities rather than logits.</param>
    /// <param name="alignCorners">How the scores are resized.</param>
    public ClassMap(Tensor scores, int height, int width, bool areProbabilities, bool alignCorners = false)
    {
        (this.scores, Height, Width, AreProbabilities, this.alignCorners) = (scores, height, width, areProbabilities, alignCorners);
    }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Whether the scores are averaged probabilities rather than logits.</summary>
    public bool AreProbabilities { get; }

    private bool IsOnCpu => scores.Device.IsCpu;

    /// <summary>The scores of every pixel, (N,C,Height,Width) float32.</summary>
    public Tensor Scores()
    {
        using var noGrad = Autograd.NoGrad();
        return Upsampling.ToSize(scores, Height, Width, alignCorners);
    }

    /// <summary>Whether the scores compare with a truth: not where they are sums of masks, which add up to no probability.</summary>
    internal bool HasLikelihood { get; init; } = true;

    /// <summary>The class with the largest score at every pixel, one plane an image; found once, however many ask.</summary>
    public IReadOnlyList<Plane<ushort>> Labels() => best ??= BestClasses();

    /// <inheritdoc/>
    public IReadOnlyList<Plane<ushort>> SureLabels(double least, ushort otherwise)
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        var (score, best) = (AreProbabilities ? Scores() : Scores().Softmax(1)).Max(1);
        return [.. Enumerable.Range(0, (int)score.Size(0))
            .Select(n => SurePixels.Of(score.Select(0, n), best.Select(0, n), least, otherwise))];
    }

    private Plane<ushort>[] BestClasses()
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        var planes = EmptyPlanes();
        if (IsOnCpu)
        {
            FusedSoftmax.BestClasses(scores.Contiguous(), Height, Width, Pixels(planes), alignCorners);
        }
        else
        {
            CopyTo(planes, Scores().Argmax(1).To(Device.Cpu).Contiguous().Data<long>());
        }

        return planes;
    }

    /// <inheritdoc/>
    public (IReadOnlyList<Plane<ushort>> Labels, IReadOnlyList<double>? NegativeLogLikelihoods) Compare(
        IReadOnlyList<Plane<ushort>> truth, int ignore)
    {
        ArgumentNullException.ThrowIfNull(truth);
        if (!HasLikelihood)
        {
            return (Labels(), null);
        }

        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        if (IsOnCpu && !AreProbabilities)
        {
            var planes = EmptyPlanes();
            double[] sums = [.. planes.Select((plane, n) => FusedSoftmax.Loss(
                scores.Narrow(0, n, 1).Contiguous(), ToTensor([truth[n]]), ignore, [], null, Pixels([plane]), alignCorners).Loss)];
            best = planes;
            return (planes, sums);
        }

        var full = Scores();
        var logarithms = AreProbabilities ? full.ClampMin(SmallestProbability).Log() : full.LogSoftmax(1);
        var labels = ToTensor(truth).To(full.Device);
        return (Labels(),
        [
            .. Enumerable.Range(0, truth.Count)
                .Select(n => logarithms.Narrow(0, n, 1).NllLoss2d(labels.Narrow(0, n, 1), null, Reductions.Sum, ignore).Item()),
        ]);
    }

    /// <inheritdoc/>
    public PanopticPrediction Panoptic(int image) => throw NoMasks("segments", "panoptic");

    /// <inheritdoc/>
    public InstancePrediction Instances(int image) => throw NoMasks("objects", "instance");

    /// <inheritdoc/>
    public Tensor? Probabilities(int image)
    {
        using var scope = TensorScope.Open();
        return scope.Return((AreProbabilities ? Scores() : Scores().Softmax(1)).Select(0, image));
    }

    private InputException NoMasks(string what, string task) => HasLikelihood
        ? new InputException(
            "model", "a class for every pixel, and no more", $"{what}, as {task} segmentation needs",
            "choose a model that predicts masks, such as mask2former")
        : new InputException(
            "train.evaluation",
            "windows, no mask of which is that of another, or several views of a run that is asked for classes alone",
            $"whole images, and a task of objects for several views of them, for {task} segmentation",
            $"set train.evaluation.mode=whole, and task={task} or scales=[1] and flip=false");

    private Plane<ushort>[] EmptyPlanes() => [.. Enumerable.Range(0, (int)scores.Size(0)).Select(_ => new Plane<ushort>(Width, Height))];

    private static IReadOnlyList<ushort[]> Pixels(Plane<ushort>[] planes) => [.. planes.Select(plane => plane.Pixels)];

    private Tensor ToTensor(IReadOnlyList<Plane<ushort>> planes)
    {
        var labels = Tensor.Empty([planes.Count, Height, Width], DType.Int64);
        var to = labels.Data<long>();
        for (var n = 0; n < planes.Count; n++)
        {
            var pixels = planes[n].Pixels;
            for (var i = 0; i < pixels.Length; i++)
            {
                to[(n * pixels.Length) + i] = pixels[i];
            }
        }

        return labels;
    }

    private static void CopyTo(Plane<ushort>[] planes, ReadOnlySpan<long> classes)
    {
        var at = 0;
        foreach (var plane in planes)
        {
            for (var i = 0; i < plane.Pixels.Length; i++)
            {
                plane.Pixels[i] = (ushort)classes[at++];
            }
        }
    }
}
