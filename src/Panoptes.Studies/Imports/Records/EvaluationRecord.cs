namespace Panoptes.Studies.Imports.Records;

/// <summary>What a log says of one evaluation.</summary>
/// <param name="Step">Steps of training done.</param>
/// <param name="Values">Its numbers by the source's names, in the source's scale.</param>
internal sealed record EvaluationRecord(long Step, IReadOnlyDictionary<string, double> Values)
{
    /// <summary>Seconds that it took; null where that is not known.</summary>
    public double? Seconds { get; init; }

    /// <summary>Seconds of training until then where the source says so itself.</summary>
    public double? TrainSeconds { get; init; }

    /// <summary>Numbers of classes that stand elsewhere, in the source's scale; null where there are none.</summary>
    public ClassTable? Classes { get; init; }
}
