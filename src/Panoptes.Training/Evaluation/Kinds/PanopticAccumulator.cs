using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
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
        counts = new PanopticCounts(ComparedSegments.Categories(classes));
        worst = new WorstScores(config.WorstImages);
    }

    /// <inheritdoc/>
    public void Add(IReadOnlyList<(int Index, Sample Sample)> samples, IBatchPrediction prediction)
    {
        for (var i = 0; i < samples.Count; i++)
        {
            var (index, sample) = samples[i];
            var table = ComparedSegments.Of(sample, prediction.Panoptic(i), classes, counter);
            var matches = PanopticMatcher.Match(table);
            counts.Add(table, matches);
            worst.Offer(new ImageScore(index, sample.Name,
            [
                new("pq", "PQ", matches.Quality),
                new("missed", "missed segments", matches.Missed.Count) { IsShare = false, HigherIsBetter = false },
                new("wrong", "wrong segments", matches.Wrong.Count) { IsShare = false, HigherIsBetter = false },
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
}
