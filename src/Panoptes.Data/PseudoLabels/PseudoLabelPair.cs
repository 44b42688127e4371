namespace Panoptes.Data.PseudoLabels;

/// <summary>The label files of one image.</summary>
/// <param name="Stem">The stem of its image file.</param>
/// <param name="Semantic">The file of cluster ids.</param>
/// <param name="Instance">The file of object numbers; null where the folder has none at all.</param>
public sealed record PseudoLabelPair(string Stem, string Semantic, string? Instance);
