using Panoptes.Metrics.Intervals;

namespace Panoptes.Experiments.Comparisons;

/// <summary>A number of all runs, and what the others differ by from the first.</summary>
/// <param name="Name">What records call it.</param>
/// <param name="Title">What a reader is shown; of a class with the class before it.</param>
/// <param name="Values">By run; a share, null where it is undefined.</param>
/// <param name="Intervals">
/// By run the 95 % interval of its difference from the first over the same draws of images; null of the first, and where the counts of
/// images are missing or the number does not follow from them.
/// </param>
/// <param name="HigherIsBetter">Whether a higher number is better.</param>
public sealed record ComparedShare(
    string Name, string Title, IReadOnlyList<double?> Values, IReadOnlyList<Interval?> Intervals, bool HigherIsBetter);

/// <summary>What one kind of evaluation says of all runs.</summary>
/// <param name="Kind">Which kind.</param>
/// <param name="Numbers">Its numbers over all classes.</param>
/// <param name="Classes">Its numbers by class.</param>
/// <param name="Curve">The confusion curve; null where no run has one.</param>
public sealed record ComparedKind(
    string Kind, IReadOnlyList<ComparedShare> Numbers, IReadOnlyList<ComparedShare> Classes, ComparedCurve? Curve);

/// <summary>The share of confused predictions over T, of all runs.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="X">The thresholds T in percent.</param>
/// <param name="Lines">By size of the predicted segment and run the shares; null where there is none, or the run has no curve.</param>
public sealed record ComparedCurve(
    string Title, IReadOnlyList<double> X, IReadOnlyList<(string Size, int Run, IReadOnlyList<double?> Y)> Lines);
