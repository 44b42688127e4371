namespace Panoptes.Metrics.Intervals;

/// <summary>An interval of a number.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <param name="Percent">How sure, in percent.</param>
public sealed record Interval(double Low, double High, double Percent);
