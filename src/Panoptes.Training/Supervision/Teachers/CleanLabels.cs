using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Predictions;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;
using Panoptes.Training.Evaluation.Predictions;
using Panoptes.Training.Matching;

namespace Panoptes.Training.Supervision.Teachers;

/// <summary>Makes layers of a sample of what a teacher says of its whole image (CUPS, stage 3).</summary>
/// <param name="config">Thresholds.</param>
/// <param name="scores">The least score of every class.</param>
/// <param name="classes">The classes.</param>
/// <param name="source">What the trained network learns from.</param>
public sealed class CleanLabels(TeacherLabelConfig config, LabelScores scores, ClassTable classes, MaskSource source)
{
    private readonly HashSet<int> things = [.. classes.Things];

    /// <summary>The parts of a sample that it makes.</summary>
    public SampleParts Parts => source switch
    {
        MaskSource.Instances => SampleParts.Instances,
        MaskSource.Labels => SampleParts.Labels,
        _ => SampleParts.Segments,
    };

    /// <summary>The layers of the first image of a prediction.</summary>
    public PredictedLayers Of(IBatchPrediction said)
    {
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        return source switch
        {
            MaskSource.Instances => new PredictedLayers { Instances = Objects(said.Instances(0)) },
            MaskSource.Labels => new PredictedLayers { Labels = Labels(said) },
            _ => new PredictedLayers { Segments = Segments(said.Panoptic(0), config.RelativePixelScore is null ? null : Labels(said)) },
        };
    }

    private List<InstanceMask> Objects(InstancePrediction said)
    {
        var labeler = new ObjectLabeler(config, scores, things.Contains, said.Instances.Count);
        var whole = new PixelRectangle(0, 0, said.Width, said.Height);
        return [.. labeler.Sure(said, whole).Select((one, i) => new InstanceMask(i + 1, one.Class, IsCrowd: false, one.Mask))];
    }

    private Plane<ushort> Labels(IBatchPrediction said)
    {
        if (config.RelativePixelScore is not { } share || said.Probabilities(0) is not { } probabilities)
        {
            return said.SureLabels(config.PixelScore, (ushort)classes.VoidTrainId)[0];
        }

        var found = SurePixelsOfClass.Of(probabilities, share, classes.VoidTrainId);
        return new Plane<ushort>(
            (int)found.Size(1), (int)found.Size(0), Array.ConvertAll(found.To(DType.Int32).ToArray<int>(), id => (ushort)id));
    }

    // Objects are what is sure of the prediction's; stuff too, or the pixels that are sure for themselves.
    private SegmentMap Segments(PanopticPrediction said, Plane<ushort>? surePixels)
    {
        var idOf = new Dictionary<int, int>();
        var found = new List<(int Class, bool IsThing)>();
        foreach (var segment in said.Segments.Where(segment => IsKept(segment, surePixels is not null)))
        {
            found.Add((segment.Class, segment.IsThing));
            idOf.Add(segment.Id, found.Count);
        }

        var (ids, stuff) = (new Plane<int>(said.Ids.Width, said.Ids.Height), new Dictionary<int, int>());
        var areas = new List<long>(found.Select(_ => 0L));
        for (var i = 0; i < ids.Pixels.Length; i++)
        {
            var id = idOf.GetValueOrDefault(said.Ids.Pixels[i]);
            if (id == 0 && surePixels?.Pixels[i] is { } label && label < classes.Count && !things.Contains(label)
                && !stuff.TryGetValue(label, out id))
            {
                found.Add((label, false));
                areas.Add(0);
                stuff.Add(label, id = found.Count);
            }

            ids.Pixels[i] = id;
            if (id > 0)
            {
                areas[id - 1]++;
            }
        }

        return new SegmentMap(ids, [.. found.Select((one, i) => new Segment(i + 1, one.Class, one.IsThing, IsCrowd: false, areas[i]))
            .Where(segment => segment.Area > 0)]);
    }

    private bool IsKept(PredictedSegment segment, bool pixelsDecide) => segment.IsThing
        ? scores.IsSure(segment.Class, segment.Score)
        : !pixelsDecide && (config.StuffScore is { } least ? segment.Score > least : scores.IsSure(segment.Class, segment.Score));
}
