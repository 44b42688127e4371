using Panoptes.Data.Loading;
using Panoptes.Data.Targets;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Masks;
using Panoptes.Imaging.Predictions;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Training.Configuration;

namespace Panoptes.Training.Supervision.Teachers;

/// <summary>Objects that a teacher of any kind finds and is sure of, as objects of the batch.</summary>
/// <param name="config">Thresholds.</param>
/// <param name="scores">The least score of every class.</param>
/// <param name="isThing">Whether a class is one of objects.</param>
/// <param name="most">How many objects an image may have.</param>
internal sealed class ObjectLabeler(TeacherLabelConfig config, LabelScores scores, Func<int, bool> isThing, int most) : ITeacherLabeler
{
    /// <inheritdoc/>
    public TeacherLabels Label(SegmenterOutputs outputs, Batch batch)
    {
        var size = ReadingSize.Same((int)batch.Images.Size(2), (int)batch.Images.Size(3));
        var found = batch.Samples
            .Select((sample, n) => Sure(((MaskOutputs)outputs).Instances(n, size, isThing, most), sample.Valid)).ToArray();
        return new TeacherLabels(
            new BatchTargets(Instances: [.. found.Select(Targets)]), null,
            LabelTally.Of([.. found.Select(image => image.Select(one => (one.Class, one.Score)).ToList())]));
    }

    /// <summary>The objects of an image that become labels, the surest first.</summary>
    /// <param name="said">What was found.</param>
    /// <param name="valid">The part of the image that is no padding.</param>
    internal IReadOnlyList<PredictedInstance> Sure(InstancePrediction said, PixelRectangle valid)
    {
        var kept = new List<PredictedInstance>();
        foreach (var one in said.Instances.Where(one => scores.IsSure(one.Class, one.Score)))
        {
            var inside = one with { Mask = Within(one.Mask, valid) };
            var isSeen = config.DuplicateIou is { } iou
                && kept.Exists(other => other.Class == one.Class && MaskOverlap.IoU(other.Mask, inside.Mask) > iou);
            if (inside.Mask.Area > 0 && !isSeen)
            {
                kept.Add(inside);
            }
        }

        return config.MaxPerImage is { } count ? [.. kept.Take(count)] : kept;
    }

    private static IReadOnlyList<InstanceTarget> Targets(IReadOnlyList<PredictedInstance> found) =>
        [.. found.Select((one, i) => new InstanceTarget(i + 1, one.Class, IsCrowd: false, one.Mask, one.Mask.Box))];

    // A network may find something in the padding.
    private static RunLengthMask Within(RunLengthMask mask, PixelRectangle valid)
    {
        var (box, whole) = (mask.Box, new PixelRectangle(0, 0, mask.Width, mask.Height));
        if (valid == whole || (box.X >= valid.Left && box.Y >= valid.Top && box.X + box.Width <= valid.Right
            && box.Y + box.Height <= valid.Bottom))
        {
            return mask;
        }

        return valid.IsEmpty
            ? RunLengthMask.Encode(new Plane<byte>(mask.Width, mask.Height))
            : RunLengthMask.Encode(
                mask.Decode(valid.Left, valid.Top, valid.Width, valid.Height), valid.Left, valid.Top, mask.Width, mask.Height);
    }
}
