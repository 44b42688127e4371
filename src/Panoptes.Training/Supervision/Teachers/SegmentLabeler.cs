using Panoptes.Data.Loading;
using Panoptes.Data.Targets;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Predictions;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Tensors;

namespace Panoptes.Training.Supervision.Teachers;

/// <summary>Segments that a teacher of any kind finds and is sure of, as segments of the batch.</summary>
/// <param name="scores">The least score of every class.</param>
/// <param name="stuffScore">That of segments of stuff; null where it is the class's.</param>
/// <param name="isThing">Whether a class is one of objects.</param>
/// <param name="options">How its masks become segments.</param>
internal sealed class SegmentLabeler(LabelScores scores, double? stuffScore, Func<int, bool> isThing, PanopticOptions options)
    : ITeacherLabeler
{
    /// <inheritdoc/>
    public TeacherLabels Label(SegmenterOutputs outputs, Batch batch)
    {
        var (height, width) = ((int)batch.Images.Size(2), (int)batch.Images.Size(3));
        var ids = new int[batch.Samples.Count * height * width];
        var tables = new List<IReadOnlyList<SegmentTarget>>();
        var kept = new List<IReadOnlyList<PredictedSegment>>();
        for (var n = 0; n < batch.Samples.Count; n++)
        {
            var said = ((MaskOutputs)outputs).Panoptic(n, ReadingSize.Same(height, width), isThing, options);
            var sure = said.Segments.Where(IsSure).ToArray();
            var (table, ofImage) = Paint(said.Ids, sure, batch.Samples[n].Valid, ids.AsSpan(n * height * width, height * width));
            tables.Add(table);
            kept.Add(ofImage);
        }

        var targets = new SegmentTargets(Tensor.From<int>(ids, batch.Samples.Count, height, width), tables);
        return new TeacherLabels(
            new BatchTargets(Segments: targets), null,
            LabelTally.Of([.. kept.Select(image => image.Select(one => (one.Class, one.Score)).ToList())]));
    }

    private bool IsSure(PredictedSegment segment) => !segment.IsThing && stuffScore is { } least
        ? segment.Score > least : scores.IsSure(segment.Class, segment.Score);

    private static (IReadOnlyList<SegmentTarget> Table, IReadOnlyList<PredictedSegment> Kept) Paint(
        Plane<int> from, PredictedSegment[] sure, PixelRectangle valid, Span<int> to)
    {
        var placeOf = sure.Index().ToDictionary(entry => entry.Item.Id, entry => entry.Index);
        var areas = new long[sure.Length];
        for (var y = valid.Top; y < valid.Bottom; y++)
        {
            for (var x = valid.Left; x < valid.Right; x++)
            {
                if (placeOf.TryGetValue(from.Row(y)[x], out var place))
                {
                    areas[place]++;
                }
            }
        }

        // Ids count from 1 without gaps; what lies in the padding alone is none.
        int[] shown = [.. Enumerable.Range(0, sure.Length).Where(place => areas[place] > 0)];
        var idOf = shown.Index().ToDictionary(entry => sure[entry.Item].Id, entry => entry.Index + 1);
        for (var y = valid.Top; y < valid.Bottom; y++)
        {
            for (var x = valid.Left; x < valid.Right; x++)
            {
                to[(y * from.Width) + x] = idOf.GetValueOrDefault(from.Row(y)[x]);
            }
        }

        return (
            [.. shown.Select((place, i) => new SegmentTarget(
                i + 1, sure[place].Id, sure[place].Class, sure[place].IsThing, IsCrowd: false, areas[place]))],
            [.. shown.Select(place => sure[place])]);
    }
}
