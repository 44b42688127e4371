namespace Panoptes.Studies.Imports;

/// <summary>What a source says of one class at the last evaluation that tells classes apart.</summary>
public sealed record ImportedClass
{
    /// <summary>The class's name in the source.</summary>
    public string Name { get; init; } = "";

    /// <summary>
    /// Its numbers by name (<c>iou</c>, <c>accuracy</c>, <c>precision</c>, <c>recall</c>, <c>f1</c>, <c>dice</c>, <c>ap</c>,
    /// <c>box_ap</c>), shares from 0 to 1; null where undefined.
    /// </summary>
    public IReadOnlyDictionary<string, double?> Values { get; init; } = new Dictionary<string, double?>();
}
