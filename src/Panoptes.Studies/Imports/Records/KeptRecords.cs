namespace Panoptes.Studies.Imports.Records;

/// <summary>
/// The records of a run's attempts that count: where an attempt began at a step, what earlier ones logged beyond it does not.
/// </summary>
/// <param name="Training">Lines of training in order of steps, with the steps that each stands for.</param>
/// <param name="Evaluations">Evaluations in order of steps.</param>
/// <param name="Superseded">Records left out.</param>
internal sealed record KeptRecords(
    IReadOnlyList<(TrainRecord Record, long Steps)> Training, IReadOnlyList<EvaluationRecord> Evaluations, int Superseded)
{
    private readonly Lazy<List<(long, double)>> sums = new(() => Sums(Training));

    /// <summary>The last step that they know of; 0 where there is none.</summary>
    public long LastStep => Math.Max(
        Training.Count == 0 ? 0 : Training[^1].Record.Step, Evaluations.Count == 0 ? 0 : Evaluations[^1].Step);

    /// <summary>Seconds of training up to a step; null where a line before it does not say.</summary>
    public double? Seconds(long step)
    {
        var place = sums.Value.BinarySearch((step, 0), Comparer<(long Step, double)>.Create((a, b) => a.Step.CompareTo(b.Step)));
        place = place >= 0 ? place : ~place - 1;
        return place < 0 || double.IsNaN(sums.Value[place].Item2) ? null : sums.Value[place].Item2;
    }

    /// <summary>Joins attempts, oldest first.</summary>
    public static KeptRecords Of(IEnumerable<SourceAttempt> attempts)
    {
        var training = new List<(TrainRecord Record, long Steps)>();
        var evaluations = new List<EvaluationRecord>();
        var superseded = 0;
        foreach (var attempt in attempts)
        {
            var begin = attempt.Begin;
            superseded += training.RemoveAll(entry => entry.Record.Step > begin);
            superseded += evaluations.RemoveAll(entry => entry.Step > begin);
            var before = begin;
            foreach (var record in attempt.Training)
            {
                // A log that goes back within itself was resumed in place.
                if (record.Step <= before)
                {
                    superseded += training.RemoveAll(entry => entry.Record.Step >= record.Step);
                    before = training.Count > 0 ? training[^1].Record.Step : 0;
                }

                training.Add((record, record.Step - before));
                before = record.Step;
            }

            foreach (var evaluation in attempt.Evaluations)
            {
                if (evaluations.Count > 0 && evaluations[^1].Step >= evaluation.Step)
                {
                    superseded += evaluations.RemoveAll(entry => entry.Step >= evaluation.Step);
                }

                evaluations.Add(evaluation);
            }
        }

        return new KeptRecords(training, evaluations, superseded);
    }

    private static List<(long, double)> Sums(IReadOnlyList<(TrainRecord Record, long Steps)> training)
    {
        var (sums, sum) = (new List<(long, double)>(training.Count), 0.0);
        foreach (var (record, steps) in training)
        {
            sum += (record.StepSeconds ?? double.NaN) * steps;
            sums.Add((record.Step, sum));
        }

        return sums;
    }
}
