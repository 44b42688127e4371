using Panoptes.Data.Classes;
using Panoptes.Imaging;
using Panoptes.Imaging.Predictions;
using Panoptes.Models.Outputs;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Training.Supervision.Teachers;

/// <summary>
/// The pixels of whole images that a teacher of segments labels. Where masks of queries overlap, a pixel is that of the surest.
/// </summary>
/// <param name="config">The filter; its shares of classes are left aside.</param>
/// <param name="classes">The classes.</param>
/// <param name="areQueries">Whether of a set of masks each query is one label, as a teacher of batches has it.</param>
/// <param name="least">Queries of a score up to this are left out, 0 to 1.</param>
public sealed class SegmentCandidates(TeacherLabelConfig config, ClassTable classes, bool areQueries, double least) : IDisposable
{
    private readonly LabelScores scores = new(config with { ClassShare = null }, classes);
    private readonly LabelScores floor = new(
        config with { Score = least, ClassScores = new Dictionary<string, double>(), ClassShare = null }, classes);

    /// <summary>The pixels of an image.</summary>
    /// <param name="said">What the teacher says of a batch of whole images.</param>
    /// <param name="image">Which of them.</param>
    public PixelCandidate Of(IBatchPrediction said, int image = 0)
    {
        ArgumentNullException.ThrowIfNull(said);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        if (areQueries && said.Masks is { Outputs: MaskSet set, Size: var size })
        {
            return Painted(
                size.Width, size.Height,
                QueryMasks.Of(new QueryLabels(config with { ClassShare = null }, floor, _ => true), set, image, size, config.Mask));
        }

        return Drawn(said.Panoptic(image), config.RelativePixelScore is null ? null : said.Probabilities(image));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        scores.Dispose();
        floor.Dispose();
    }

    // The least sure first, so that the surest are on top.
    private PixelCandidate Painted(int width, int height, IEnumerable<PredictedInstance> labels)
    {
        var (best, kept, sure) = (Void(width, height), Void(width, height), new Plane<float>(width, height));
        foreach (var label in labels.OrderBy(label => label.Score))
        {
            label.Mask.Paint(best, (ushort)label.Class);
            label.Mask.Paint(sure, (float)label.Score);
            if (scores.IsSure(label.Class, label.Score))
            {
                label.Mask.Paint(kept, (ushort)label.Class);
            }
        }

        return new PixelCandidate(best, sure, kept);
    }

    private PixelCandidate Drawn(PanopticPrediction said, Tensor? probabilities)
    {
        var (width, height) = (said.Ids.Width, said.Ids.Height);
        var (best, kept, sure) = (Void(width, height), Void(width, height), new Plane<float>(width, height));
        var surePixels = probabilities is null || config.RelativePixelScore is not { } share
            ? null : PixelCandidates.Plane(SurePixelsOfClass.Of(probabilities, share, classes.VoidTrainId));
        var segments = said.Segments.ToDictionary(segment => segment.Id);
        for (var i = 0; i < best.Pixels.Length; i++)
        {
            if (segments.TryGetValue(said.Ids.Pixels[i], out var segment))
            {
                (best.Pixels[i], sure.Pixels[i]) = ((ushort)segment.Class, (float)segment.Score);
                kept.Pixels[i] = IsKept(segment, surePixels is not null) ? (ushort)segment.Class : kept.Pixels[i];
            }

            // Stuff is what is sure for itself, where pixels decide.
            if (surePixels?.Pixels[i] is { } label && kept.Pixels[i] == classes.VoidTrainId && label < classes.Count
                && !classes[label].IsThing)
            {
                kept.Pixels[i] = label;
            }
        }

        return new PixelCandidate(best, sure, kept);
    }

    private bool IsKept(PredictedSegment segment, bool pixelsDecide) => segment.IsThing
        ? scores.IsSure(segment.Class, segment.Score)
        : !pixelsDecide && (config.StuffScore is { } stuff ? segment.Score > stuff : scores.IsSure(segment.Class, segment.Score));

    private Plane<ushort> Void(int width, int height)
    {
        var plane = new Plane<ushort>(width, height);
        Array.Fill(plane.Pixels, (ushort)classes.VoidTrainId);
        return plane;
    }
}
