namespace Panoptes.Training.Profiling;

/// <summary>What something took in all steps together.</summary>
/// <param name="Name">A phase, an operator, a module, a sort of work.</param>
/// <param name="Count">How often.</param>
/// <param name="Seconds">All its time.</param>
/// <param name="SelfSeconds">Its time without that of what lies inside of it; for a module, the same as all.</param>
/// <param name="Share">The self time's share of the steps' time, 0 to 1; work of several threads at once may add up to more.</param>
public sealed record ProfileRow(string Name, long Count, double Seconds, double SelfSeconds, double Share);
