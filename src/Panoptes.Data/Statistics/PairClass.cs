namespace Panoptes.Data.Statistics;

/// <summary>The pairs of one class.</summary>
/// <param name="Name">The class.</param>
/// <param name="Available">Images that it may be drawn in.</param>
/// <param name="Pairs">Pairs that were drawn.</param>
/// <param name="Images">Images that they show.</param>
/// <param name="OfOneImage">Pairs whose crops are both of one image.</param>
/// <param name="Sizes">Its sizes, by the size asked for.</param>
public sealed record PairClass(string Name, int Available, int Pairs, int Images, int OfOneImage, IReadOnlyList<PairSizes> Sizes);
