using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Formats.Coco;
using Panoptes.Foundation;
using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Pixels;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Training.Evaluation.Kinds;

/// <summary>Counts matched, missed and wrong segments, as panopticapi does.</summary>
internal sealed class PanopticAccumulator : IEvaluationAccumulator
{
    private readonly ClassTable classes;
    private readonly PanopticCounts counts;
    private readonly WorstScores worst;
    private readonly SegmentPairCounter counter = new();

    public PanopticAccumulator(ClassTable classes, EvaluationConfig config)
    {
        this.classes = classes;
        counts = new PanopticCounts([.. classes.Names.Select((name, id) => new PanopticCategory(id, name, classes[id].IsThing))]);
        worst = new WorstScores(config.WorstImages);
    }

    /// <inheritdoc/>
    public void Add(IReadOnlyList<(int Index, Sample Sample)> samples, IBatchPrediction prediction)
    {
        for (var i = 0; i < samples.Count; i++)
        {
            var (index, sample) = samples[i];
            var table = Table(sample, prediction.Panoptic(i));
            var matches = PanopticMatcher.Match(table);
            counts.Add(table, matches);
            var (hits, missed, wrong) = (matches.Matches.Count, matches.Missed.Count, matches.Wrong.Count);
            var quality = hits + missed + wrong == 0 ? double.NaN : matches.Matches.Sum(m => m.IoU) / (hits + (0.5 * (missed + wrong)));
            worst.Offer(new ImageScore(index, sample.Name,
            [
                new("pq", "PQ", quality),
                new("missed", "missed segments", missed) { IsShare = false, HigherIsBetter = false },
                new("wrong", "wrong segments", wrong) { IsShare = false, HigherIsBetter = false },
            ]));
        }
    }

    /// <inheritdoc/>
    public void Merge(IEvaluationAccumulator other)
    {
        var counted = (PanopticAccumulator)other;
        counts.Merge(counted.counts);
        worst.Merge(counted.worst);
    }

    /// <inheritdoc/>
    public KindResult Result()
    {
        var scores = PanopticScores.From(counts);
        Metric[] metrics =
        [
            new("pq", "PQ", scores.All.PQ),
            new("sq", "SQ", scores.All.SQ),
            new("rq", "RQ", scores.All.RQ),
            new("pq_things", "PQ of things", scores.Things.PQ),
            new("sq_things", "SQ of things", scores.Things.SQ),
            new("rq_things", "RQ of things", scores.Things.RQ),
            new("pq_stuff", "PQ of stuff", scores.Stuff.PQ),
            new("sq_stuff", "SQ of stuff", scores.Stuff.SQ),
            new("rq_stuff", "RQ of stuff", scores.Stuff.RQ),
            new("accuracy_things", "Acc^th", scores.ThingPixels.Accuracy()),
            new("precision_things", "Prec^th", scores.ThingPixels.Precision()),
            new("predicted_void", "predicted void", scores.PredictedVoidShare) { HigherIsBetter = false },
        ];
        return new KindResult(EvaluationKind.Panoptic.Name, metrics, new PanopticDetail(scores, counts), worst.Sorted);
    }

    private PanopticTable Table(Sample sample, Imaging.Predictions.PanopticPrediction prediction)
    {
        var truth = sample.Segments ?? throw new InputException(
            sample.ImageFile, "no segments", "panoptic labels: panoptic evaluation compares with segments",
            "choose a data set with segments");
        PanopticSegment[] truths =
        [
            .. truth.Segments.Where(s => s.CategoryTrainId != classes.VoidTrainId)
                .Select(s => new PanopticSegment(s.Id, s.CategoryTrainId, s.IsCrowd, s.Area)),
        ];
        PanopticSegment[] predictions = [.. prediction.Segments.Select(s => new PanopticSegment(s.Id, s.Class, false, s.Area))];
        return PanopticTable.Of(truth.Ids, truths, prediction.Ids, predictions, counter);
    }
}
