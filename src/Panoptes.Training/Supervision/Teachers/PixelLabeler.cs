using Panoptes.Data.Loading;
using Panoptes.Data.Targets;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;

namespace Panoptes.Training.Supervision.Teachers;

/// <summary>
/// The best class of every pixel of which the teacher is sure, void elsewhere (UniMatch V2), or where it is sure for that class in that
/// image (CUPS).
/// </summary>
/// <param name="config">Thresholds.</param>
/// <param name="voidId">The train id of pixels without a label.</param>
internal sealed class PixelLabeler(TeacherLabelConfig config, int voidId) : ITeacherLabeler
{
    /// <inheritdoc/>
    public TeacherLabels Label(SegmenterOutputs outputs, Batch batch)
    {
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var (height, width) = ((int)batch.Images.Size(2), (int)batch.Images.Size(3));
        var count = batch.Samples.Count;
        var (sure, score) = (new long[count], 0.0);
        var all = new List<Tensor>();
        for (var n = 0; n < count; n++)
        {
            using var inner = TensorScope.Open();
            var probabilities = Probabilities(outputs, n, height, width);
            var labels = WithoutPadding(Sure(probabilities, out var mean), batch.Samples[n].Valid);
            score += mean;
            sure[n] = (long)labels.Ne(voidId).Sum().Item();
            all.Add(inner.Return(labels));
        }

        return new TeacherLabels(
            new BatchTargets(scope.Return(Ops.Stack([.. all]))), null,
            new LabelTally([.. sure.Select(pixels => pixels == 0)], (double)sure.Sum() / ((long)count * height * width), score / count));
    }

    /// <summary>
    /// Sums over masks as probabilities, which they are none of: only where they add up to more than 1 are they made so.
    /// </summary>
    /// <param name="scores">(K,H,W) floating.</param>
    internal static Tensor Normalized(Tensor scores) => scores / scores.Sum([0], true).ClampMin(1);

    /// <summary>Probabilities of every class of an image, (K,H,W) float32, at a size.</summary>
    internal static Tensor Probabilities(SegmenterOutputs outputs, int image, int height, int width)
    {
        if (outputs is SemanticOutputs semantic)
        {
            var one = semantic.Logits.Narrow(0, image, 1).To(DType.Float32);
            return Upsampling.ToSize(one.Contiguous(), height, width, semantic.AlignCorners).Softmax(1).Squeeze(0);
        }

        return Normalized(((MaskOutputs)outputs).Scores(image, ReadingSize.Same(height, width)));
    }

    private Tensor Sure(Tensor probabilities, out double mean)
    {
        var (best, at) = probabilities.Max(0);
        mean = best.Mean().Item();
        if (config.RelativePixelScore is not { } share)
        {
            return Ops.Where(best.Ge(config.PixelScore), at, at.FullLike(voidId));
        }

        return SurePixelsOfClass.Of(probabilities, share, voidId);
    }

    private Tensor WithoutPadding(Tensor labels, Imaging.Geometries.PixelRectangle valid)
    {
        if ((valid.Left, valid.Top, valid.Right, valid.Bottom) == (0, 0, (int)labels.Size(1), (int)labels.Size(0)))
        {
            return labels;
        }

        var framed = labels.FullLike(voidId);
        framed.Narrow(0, valid.Top, valid.Height).Narrow(1, valid.Left, valid.Width)
            .CopyInPlace(labels.Narrow(0, valid.Top, valid.Height).Narrow(1, valid.Left, valid.Width));
        return framed;
    }
}
