using Panoptes.Data.Classes;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Training.Supervision.Teachers;

/// <summary>The pixels of whole images that a teacher of label maps labels, and how sure it is of all of them.</summary>
/// <param name="config">The filter.</param>
/// <param name="classes">The classes.</param>
/// <param name="view">What the teacher looks at: that of batches makes sums of masks probabilities in a way of its own.</param>
public sealed class PixelCandidates(TeacherLabelConfig config, ClassTable classes, TeacherView view)
{
    /// <summary>The pixels of an image.</summary>
    /// <param name="said">What the teacher says of a batch of whole images.</param>
    /// <param name="image">Which of them.</param>
    /// <exception cref="InputException">The network gives no probabilities.</exception>
    public PixelCandidate Of(IBatchPrediction said, int image = 0)
    {
        ArgumentNullException.ThrowIfNull(said);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var probabilities = view == TeacherView.Weak && said.Masks is var (outputs, size)
            ? PixelLabeler.Normalized(outputs.Scores(image, size))
            : said.Probabilities(image) ?? throw new InputException(
                "model", "a network that gives no probabilities of classes", "probabilities of every pixel", "choose another model");
        var (best, at) = probabilities.Max(0);
        var kept = config.RelativePixelScore is { } share
            ? SurePixelsOfClass.Of(probabilities, share, classes.VoidTrainId)
            : Ops.Where(best.Ge(config.PixelScore), at, at.FullLike(classes.VoidTrainId));
        return new PixelCandidate(Plane(at), new Plane<float>((int)best.Size(1), (int)best.Size(0), best.ToArray<float>()), Plane(kept));
    }

    /// <summary>A map of train ids in main memory.</summary>
    internal static Plane<ushort> Plane(Tensor labels) => new(
        (int)labels.Size(1), (int)labels.Size(0), Array.ConvertAll(labels.To(DType.Int32).ToArray<int>(), id => (ushort)id));
}
