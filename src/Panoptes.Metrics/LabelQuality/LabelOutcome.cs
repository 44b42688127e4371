namespace Panoptes.Metrics.LabelQuality;

/// <summary>What became of a label; the same whatever lies below it, as surer labels choose first.</summary>
/// <param name="Image">The place of its image.</param>
/// <param name="Class">Its class.</param>
/// <param name="Score">Its score.</param>
/// <param name="Size">The size of the object that it matches at an IoU of .5, else its own.</param>
/// <param name="Overlap">IoU with the object of its class that it matches at .5; NaN where it matches none.</param>
/// <param name="IsRight75">Whether it matches an object of its class at .75.</param>
/// <param name="BestOverlap">The largest IoU with an object of its class, matched by others or not; 0 where there is none.</param>
/// <param name="HasClass">
/// Where it matches an object at .5 whatever the classes: whether the classes are the same; null where it matches none.
/// </param>
internal readonly record struct LabelOutcome(
    int Image, int Class, double Score, ObjectSize Size, double Overlap, bool IsRight75, double BestOverlap, bool? HasClass)
{
    /// <summary>Whether it matches an object of its class at .5.</summary>
    public bool IsRight => !double.IsNaN(Overlap);
}

/// <summary>What became of an object.</summary>
/// <param name="Class">Its class.</param>
/// <param name="Size">Its size.</param>
/// <param name="Covering">Scores of all labels of its class with an IoU above .5, falling.</param>
internal readonly record struct TruthOutcome(int Class, ObjectSize Size, IReadOnlyList<double> Covering);
