using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Training.Evaluation.Kinds;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Training.Evaluation;

/// <summary>The running counts of an evaluation, of all its kinds.</summary>
public sealed class EvaluationCounts
{
    private readonly IReadOnlyList<IEvaluationAccumulator> accumulators;

    /// <summary>Nothing counted yet.</summary>
    /// <param name="kinds">What is measured.</param>
    /// <param name="classes">The classes of the labels.</param>
    /// <param name="config">What is reported.</param>
    public EvaluationCounts(IReadOnlyList<EvaluationKind> kinds, ClassTable classes, EvaluationConfig config) =>
        accumulators = [.. kinds.Select(kind => kind.Begin(classes, config))];

    /// <summary>Images counted.</summary>
    public int Images { get; private set; }

    /// <summary>Seconds that it took.</summary>
    public double Seconds { get; internal set; }

    /// <summary>Counts a few images of one size.</summary>
    /// <param name="samples">The samples with their indices; every index comes once.</param>
    /// <param name="prediction">What the model says of them.</param>
    public void Add(IReadOnlyList<(int Index, Sample Sample)> samples, IBatchPrediction prediction)
    {
        ArgumentNullException.ThrowIfNull(samples);
        foreach (var accumulator in accumulators)
        {
            accumulator.Add(samples, prediction);
        }

        Images += samples.Count;
    }

    /// <summary>Adds what was counted of other images of the data set.</summary>
    public void Merge(EvaluationCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (var (own, theirs) in accumulators.Zip(other.accumulators))
        {
            own.Merge(theirs);
        }

        (Images, Seconds) = (Images + other.Images, Seconds + other.Seconds);
    }

    /// <summary>What was found.</summary>
    public EvaluationResult Result() =>
        new() { Kinds = [.. accumulators.Select(accumulator => accumulator.Result())], Images = Images, Seconds = Seconds };
}
