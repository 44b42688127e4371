namespace Panoptes.Data.Statistics;

/// <summary>The sizes that segments of one kind have in their crops.</summary>
/// <param name="Asked">The size asked for in pixels; null for stuff, which asks for none.</param>
/// <param name="Crops">Crops that were drawn.</param>
/// <param name="Least">The least size in them: the root of the area of the segment's whole box, in pixels.</param>
/// <param name="Median">The middle one.</param>
/// <param name="Most">The greatest.</param>
public sealed record PairSizes(int? Asked, int Crops, double Least, double Median, double Most);
