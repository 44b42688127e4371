using Panoptes.Experiments.Events;

namespace Panoptes.Experiments.Evaluations;

/// <summary>One image among the worst of an evaluation, with the pictures made of it.</summary>
public sealed record ImageRow
{
    /// <summary>Index in the split.</summary>
    public int Index { get; init; }

    /// <summary>The sample's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its numbers; by the first it is among the worst.</summary>
    public IReadOnlyList<MetricRow> Metrics { get; init; } = [];

    /// <summary>Width over height of the pictures.</summary>
    public double Aspect { get; init; } = 1;

    /// <summary>The image, a JPEG in the evaluation's folder; null where no picture was made.</summary>
    public string? Image { get; init; }

    /// <summary>The truth in class colors.</summary>
    public string? Truth { get; init; }

    /// <summary>The prediction in class colors.</summary>
    public string? Prediction { get; init; }

    /// <summary>Where the two differ.</summary>
    public string? Difference { get; init; }

    /// <summary>
    /// Where the prediction is right and wrong as its kind counts, a map of <see cref="Pictures.Judgement"/>; null in files of before.
    /// </summary>
    public string? Judged { get; init; }
}
