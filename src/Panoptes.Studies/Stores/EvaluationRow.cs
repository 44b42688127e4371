namespace Panoptes.Studies.Stores;

/// <summary>One number of one evaluation, as the store lists it.</summary>
/// <param name="Cell">The cell's id.</param>
/// <param name="Attempt">The attempt, which is its fencing token.</param>
/// <param name="Split">The split measured.</param>
/// <param name="Step">Steps of training done.</param>
/// <param name="Metric">The number's name, such as <c>mean_iou</c>.</param>
/// <param name="Value">The number; null where it is undefined.</param>
/// <param name="Seconds">Seconds of training until then, all attempts together.</param>
/// <param name="IsFinal">Whether it is the evaluation that the cell's result rests on.</param>
public sealed record EvaluationRow(
    string Cell, long Attempt, string Split, long Step, string Metric, double? Value, double Seconds, bool IsFinal);
