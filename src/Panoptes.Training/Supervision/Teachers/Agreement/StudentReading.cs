using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Tensors;
using Panoptes.Training.Matching;

namespace Panoptes.Training.Supervision.Teachers.Agreement;

/// <summary>
/// Reads what a trained network says of the strong views of images, and compares it with the labels that it learns there (guided
/// distillation, section 12.2 of the specification). It waits for the device.
/// </summary>
/// <param name="source">What the labels are.</param>
/// <param name="isThing">Whether a class is one of objects.</param>
/// <param name="panoptic">How masks become segments.</param>
/// <param name="maxDetections">How many objects of an image are read, at least 1.</param>
/// <param name="voidId">The train id of pixels without a label.</param>
internal sealed class StudentReading(
    MaskSource source, Func<int, bool> isThing, PanopticOptions panoptic, int maxDetections, int voidId)
{
    /// <summary>Compares a batch.</summary>
    /// <param name="outputs">What the network puts out for the batch's images.</param>
    /// <param name="batch">The batch with the teacher's labels.</param>
    public LabelAgreement Compare(SegmenterOutputs outputs, TrainingBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var noGrad = Autograd.NoGrad();
        var (sum, targets) = (default(LabelAgreement), batch.Source.Targets);
        for (var n = 0; n < batch.Source.Samples.Count; n++)
        {
            using var scope = TensorScope.Open();
            var size = ReadingSize.Same((int)batch.Images.Size(2), (int)batch.Images.Size(3));
            sum += batch.Masks is { } masks && outputs is MaskSet set
                ? QueryAgreement.Of(set.Last, n, masks[n], source == MaskSource.Instances ? isThing : _ => true, isThing)
                : source switch
                {
                    MaskSource.Labels => PixelAgreement.Of(
                        PixelLabeler.Probabilities(outputs, n, size.Height, size.Width), batch.Labels.Select(0, n), voidId),
                    MaskSource.Segments when targets.Segments is { } segments => SegmentAgreement.Of(
                        ((MaskOutputs)outputs).Panoptic(n, size, isThing, panoptic), segments.Ids.Select(0, n), segments.Tables[n]),
                    MaskSource.Instances when targets.Instances is { } instances => ObjectAgreement.Of(
                        ((MaskOutputs)outputs).Instances(n, size, isThing, maxDetections), instances[n]),
                    _ => default,
                };
        }

        return sum;
    }
}
