namespace Panoptes.Data;

/// <summary>Where a record of a large JSON file lies.</summary>
/// <param name="Offset">Its first byte.</param>
/// <param name="Length">Its bytes.</param>
internal readonly record struct JsonSlice(long Offset, int Length);
