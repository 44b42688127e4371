namespace Panoptes.Diagnosis.Monitoring;

/// <summary>What an evaluation in the course of a training says; fractions. Not a number where it says nothing.</summary>
/// <param name="Step">Updates done before it.</param>
/// <param name="PQ">Panoptic quality.</param>
/// <param name="PQThings">Panoptic quality of things.</param>
/// <param name="Accuracy">The share of pixels whose class is right.</param>
/// <param name="Loss">The mean loss since the evaluation before.</param>
public sealed record MonitorPoint(long Step, double PQ, double PQThings, double Accuracy, double Loss)
{
    /// <summary>The numbers of an evaluation by the names that they go by, of clusters that the truth names too.</summary>
    /// <param name="step">Steps that were done.</param>
    /// <param name="find">Looks a number up by its name; null where there is none.</param>
    /// <param name="loss">The mean loss since the evaluation before; NaN where it is not known.</param>
    public static MonitorPoint Of(long step, Func<string, double?> find, double loss)
    {
        ArgumentNullException.ThrowIfNull(find);
        double Number(params string[] names) => names.Select(find).FirstOrDefault(value => value is not null) ?? double.NaN;
        return new MonitorPoint(
            step, Number("pq", "unsupervised_pq"), Number("pq_things", "unsupervised_pq_things"),
            Number("pixel_accuracy", "unsupervised_accuracy"), loss);
    }
}
