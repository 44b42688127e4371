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
    private readonly ThingAccumulator things;
    private readonly WorstScores worst;
    private readonly SegmentPairCounter counter = new();

    public PanopticAccumulator(ClassTable classes, EvaluationConfig config)
    {
        this.classes = classes;
        things = new ThingAccumulator(ComparedSegments.Categories(classes), config.WorstImages, isFlattened: false);
        worst = new WorstScores(config.WorstImages);
    }

    /// <inheritdoc/>
    public void Add(IReadOnlyList<(int Index, Sample Sample)> samples, IBatchPrediction prediction)
    {
        for (var i = 0; i < samples.Count; i++)
        {
            var (index, sample) = samples[i];
            var table = ComparedSegments.Of(sample, prediction.Panoptic(i), classes, counter);
            var matches = things.Add(index, sample.Name, table);
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
        things.Merge(counted.things);
        worst.Merge(counted.worst);
    }

    /// <inheritdoc/>
    public void Write(BinaryWriter writer)
    {
        things.Write(writer);
        worst.Write(writer);
    }

    /// <inheritdoc/>
    public void MergeFrom(BinaryReader reader)
    {
        things.MergeFrom(reader);
        worst.MergeFrom(reader);
    }

    /// <inheritdoc/>
    public KindResult Result()
    {
        var counted = things.Result();
        var scores = PanopticScores.From(counted.Counts);
        Metric[] metrics =
        [
            .. PanopticMeasure.Main.Select(
                m => new Metric(m.Name, m.Title, m.Of(counted.Counts.Tally)) { HigherIsBetter = m.HigherIsBetter }),
            .. counted.Metrics.Where(metric => PanopticMeasure.BySize.Any(m => m.Name == metric.Name)),
            new("predicted_void", "predicted void", scores.PredictedVoidShare) { HigherIsBetter = false },
        ];
        return new KindResult(EvaluationKind.Panoptic.Name, metrics, new PanopticDetail(scores, counted), worst.Sorted);
    }
}
