using Panoptes.Data.Samples;
using Panoptes.Data.Targets;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Masks;
using Panoptes.Imaging.Predictions;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Training.Tests.Evaluation;

/// <summary>
/// What a network might say of a sample that is nearly right: some segments and objects are left out, of another class, or joined with
/// others. The same for the same index.
/// </summary>
internal sealed class NearTruth(int index, Sample sample, int classes) : IBatchPrediction
{
    public IReadOnlyList<Plane<ushort>> Labels()
    {
        var random = new SeededRandom(index, 1);
        var (shift, share) = (random.NextInt(1, classes), random.NextDouble());
        return [sample.Labels!.Map(label => (ushort)(random.NextBool(share) ? (label + shift) % classes : Math.Min(label, classes - 1)))];
    }

    public IReadOnlyList<Plane<ushort>> SureLabels(double least, ushort otherwise) => Labels();

    public (IReadOnlyList<Plane<ushort>> Labels, IReadOnlyList<double>? NegativeLogLikelihoods) Compare(
        IReadOnlyList<Plane<ushort>> truth, int ignore) => (Labels(), [1e3 * new SeededRandom(index, 2).NextDouble()]);

    public PanopticPrediction Panoptic(int image)
    {
        var (random, truth) = (new SeededRandom(index, 3), sample.Segments!);
        var (named, segments) = (new Dictionary<int, int>(), new List<PredictedSegment>());
        foreach (var segment in truth.Segments.Where(segment => segment.CategoryTrainId < classes))
        {
            var id = segments.Count + 1;
            var things = segments.Where(before => before.IsThing).ToList();
            if (segment.IsThing && things.Count > 0 && random.NextBool(0.5))
            {
                named[segment.Id] = things[^1].Id;
            }
            else if (random.NextBool(0.9))
            {
                var category = random.NextBool(0.1) ? random.NextInt(0, classes) : segment.CategoryTrainId;
                named[segment.Id] = id;
                segments.Add(new PredictedSegment(id, category, segment.IsThing, 0, 1));
            }
        }

        var ids = truth.Ids.Map(id => named.GetValueOrDefault(id));
        return new PanopticPrediction(
            ids, [.. segments.Select(segment => segment with { Area = ids.Pixels.Count(id => id == segment.Id) })]);
    }

    public InstancePrediction Instances(int image)
    {
        var (random, found) = (new SeededRandom(index, 4), new List<PredictedInstance>());
        var truths = SegmentInstances.Of(sample)!;
        foreach (var (place, truth) in truths.Index())
        {
            var (left, top) = (random.NextInt(0, 3), random.NextInt(0, 3));
            var mask = new Plane<byte>(truth.Mask.Width, truth.Mask.Height);
            var (own, next) = (truth.Mask.Decode(), truths[(place + 1) % truths.Count].Mask.Decode());
            var joins = random.NextBool(0.3);
            for (var i = 0; i < mask.Pixels.Length; i++)
            {
                var isInside = i % mask.Width >= left && i / mask.Width >= top;
                mask.Pixels[i] = (byte)(isInside && (own.Pixels[i] != 0 || (joins && next.Pixels[i] != 0)) ? 1 : 0);
            }

            if (mask.Pixels.Any(pixel => pixel != 0) && random.NextBool(0.9))
            {
                found.Add(new PredictedInstance(truth.CategoryTrainId, Math.Round(random.NextDouble(), 1), RunLengthMask.Encode(mask)));
            }
        }

        return new InstancePrediction(
            sample.TruthSize.Width, sample.TruthSize.Height, [.. found.OrderByDescending(instance => instance.Score)]);
    }
}
