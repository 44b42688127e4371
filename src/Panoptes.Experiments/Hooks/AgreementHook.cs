using Panoptes.Training.Engine;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Streams;
using Panoptes.Training.Supervision.Teachers;

namespace Panoptes.Experiments.Hooks;

/// <summary>Averages how far a trained network agrees with its teacher's labels, from one evaluation to the next.</summary>
/// <param name="stream">The stream that the teacher labels; null where there is no teacher.</param>
public sealed class AgreementHook(string? stream) : IHook
{
    private readonly Dictionary<string, List<double>> seen = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void OnRecord(Trainer trainer, StepRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (stream is null)
        {
            return;
        }

        foreach (var (name, _) in TeacherMeasures.Agreement)
        {
            if (record.Losses.TryGetValue(SampleStream.Logged(stream, name), out var value) && double.IsFinite(value))
            {
                (seen.TryGetValue(name, out var values) ? values : seen[name] = []).Add(value);
            }
        }
    }

    /// <summary>The means since this was asked last; none of what was not logged.</summary>
    public IReadOnlyList<Metric> Take()
    {
        Metric[] means =
        [
            .. TeacherMeasures.Agreement.Where(one => seen.ContainsKey(one.Name))
                .Select(one => new Metric(one.Name, one.Title, seen[one.Name].Average())),
        ];
        seen.Clear();
        return means;
    }
}
