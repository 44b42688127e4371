namespace Panoptes.Formats.Coco.Writing;

/// <summary>A segment to be written; area and box are counted from the map.</summary>
/// <param name="Id">Its id in the map.</param>
/// <param name="CategoryId">Its category's id.</param>
/// <param name="IsCrowd">Whether it is a crowd.</param>
public readonly record struct OutputSegment(int Id, int CategoryId, bool IsCrowd)
{
    /// <summary>
    /// Whether it is an object, which a prediction says beside its category; null where the file leaves that to the categories.
    /// </summary>
    public bool? IsThing { get; init; }

    /// <summary>How sure a prediction is of it, 0 to 1; null for ground truth.</summary>
    public double? Score { get; init; }
}
